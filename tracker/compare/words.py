"""The words that an edit must not cut in two.

words.txt has the two-character words that stand at least twice in a body of revised laws, regulations and policies
(680,000 characters), sorted by first character. It is no dictionary: a word it lacks is only not kept whole.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def common_words() -> frozenset[str]:
    """The words, read once."""
    return frozenset(files(__package__).joinpath("words.txt").read_text(encoding="utf-8").split())
