"""Modal words: how strongly a sentence binds.

In:  the text of a clause.
Out: one `Modal` per modal word, with its strength and its place.

    -3  不得, 严禁, 禁止            3  必须, 须, 务必, 一律
    -2  不应, 不予, 原则上不得       2  应当, 应, 需, 确保
    -1  不宜                        1  鼓励, 支持, 引导, 力争, 原则上, 原则上应当
                                    0  可以, 可, 允许, 无需

The words themselves stand in `tracker.text`, where the comparison of two texts reads them too.
"""

from __future__ import annotations

from tracker.modal_words import modal_words
from tracker.models import Modal


def find_modals(text: str) -> tuple[Modal, ...]:
    """
    Find the modal words of `text` (n characters), in order of print.

    >>> [(m.word, m.strength) for m in find_modals("企业应当备案，可以申请延期")]
    [('应当', 2), ('可以', 0)]
    """
    return tuple(
        Modal(word=word, strength=strength, start=start, end=end) for word, strength, start, end in modal_words(text)
    )
