"""The list of words that an edit keeps whole."""

import re
from importlib.resources import files

from tracker.compare.words import common_words


def test_the_list_holds_words_of_two_characters_in_order() -> None:
    """Each once, sorted, and the field's own among them."""
    text = files("tracker.compare").joinpath("words.txt").read_text(encoding="utf-8")
    words = text.split()

    assert words == sorted(set(words))
    assert all(re.fullmatch("[\u4e00-\u9fff]{2}", word) for word in words)
    assert {"审核", "审批", "补贴", "奖励", "备案", "期限"} <= common_words()
