"""What the title of a notice rules about another document."""

import datetime as dt

import pytest

from tracker.models import Citation
from tracker.register import RegisterEntry, find_rulings

MEASURES = "示例市支持港口机械的若干措施"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于修改《示例市支持港口机械的若干措施》的决定", "amended"),
        ("关于调整《示例市支持港口机械的若干措施》部分条款的通知", "amended"),
        ("示例市港口局关于《示例市支持港口机械的若干措施》的补充通知", "amended"),
        ("关于更正《示例市支持港口机械的若干措施》的公告", "amended"),
        ("关于延长《示例市支持港口机械的若干措施》有效期的通知", "extended"),
        ("关于印发《示例市支持港口机械的若干措施》实施细则的通知", None),
        ("关于印发修订后的《示例市支持港口机械的若干措施》的通知", None),
        ("关于修订印发《示例市支持港口机械的若干措施》的通知", None),
        ("关于组织申报《示例市支持港口机械的若干措施》补充项目的通知", None),
    ],
)
def test_titles_of_notices(title: str, kind: str | None) -> None:
    """Amended, extended, or only named."""
    measures = RegisterEntry(id="d1", title=MEASURES, doc_numbers=("示港发〔2025〕3号",))
    cites = Citation(title=f"《{MEASURES}》", doc_number="示港发〔2025〕3号")
    notice = RegisterEntry(id="d2", title=title, issued=dt.date(2026, 3, 1), citations=(cites,))
    found = list(find_rulings([measures, notice], dt.date(2026, 3, 2)))

    assert [(ruling.kind, ruling.document, ruling.by) for ruling in found] == ([(kind, "d1", "d2")] if kind else [])
    assert list(find_rulings([measures, notice], dt.date(2026, 2, 1))) == []
