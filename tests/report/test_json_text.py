"""JSON with a line per record."""

import json

from hypothesis import given
from hypothesis import strategies as st

from tracker.report.json_text import json_text

PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
def test_what_is_written_reads_back(value: dict[str, object]) -> None:
    """Law: whatever the nesting, it is JSON of the same value, in Chinese as printed."""
    text = json_text(value)

    assert json.loads(text) == value
    assert text.endswith("\n")


def test_each_record_has_its_line() -> None:
    """A record inside a record is indented; a record without others stands on one line."""
    rows = [{"title": "示例措施", "figures": [{"value": "30000000"}]}, {"title": "示例办法", "edits": [["=", "甲"]]}]

    assert json_text({"rows": rows, "none": []}).splitlines() == [
        "{",
        '  "rows": [',
        "    {",
        '      "title": "示例措施",',
        '      "figures": [',
        '        {"value": "30000000"}',
        "      ]",
        "    },",
        '    {"title": "示例办法", "edits": [["=", "甲"]]}',
        "  ],",
        '  "none": []',
        "}",
    ]
