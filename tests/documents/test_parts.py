"""The parts of the stage on their own: places, stages, signatures, flattened lines."""

from __future__ import annotations

import pytest

from tracker.documents.flat import split_flat, split_if_flat, without_title
from tracker.documents.lines import read_lines
from tracker.documents.region import complete_region, find_region, place_of
from tracker.documents.signature import find_signature, is_organ, split_issuers
from tracker.documents.stage import find_stage
from tracker.models import Stage


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("北京市经济和信息化局", "北京市"),
        ("北京市石景山区人民政府", "北京市石景山区"),
        ("朝阳区关于支持示例产业的若干措施", "北京市朝阳区"),
        ("中共北京市门头沟区委", "北京市门头沟区"),
        ("北京经济技术开发区管理委员会", "北京经济技术开发区"),
        ("关于支持北京城市副中心示例产业的细则", "北京市通州区"),
        ("关于精准支持怀柔科学城示例产业的措施", "北京市怀柔区"),
        ("中关村科技园区管理委员会", "北京市"),
        ("中关村科技园区石景山园管理委员会", "北京市石景山区"),
        ("国务院办公厅", "全国"),
        ("财政部", "全国"),
        ("广州市天河区科技局", "广州市天河区"),
        ("浙江省杭州市余杭区人民政府", "浙江省杭州市余杭区"),
        ("内蒙古自治区财政厅", "内蒙古自治区"),
        ("上海市浦东新区商务委", "上海市浦东新区"),
        ("城市更新办公室", None),
        ("关于支持企业发展的若干措施", None),
        ("各区人民政府", None),
    ],
)
def test_places(text: str, place: str | None) -> None:
    """Everyday names, districts, cities elsewhere; nothing where no place is named."""
    assert place_of(text) == place


def test_the_most_telling_text_decides_the_place() -> None:
    """An address wins over issuers, issuers over titles."""
    assert find_region(address="北京亦庄新城", named=["北京市示例局"], near=[]) == "北京经济技术开发区"
    assert find_region(address=None, named=["国务院", "北京市示例办法"], near=["副中心"]) == "全国"
    assert complete_region("天河区", "广州市") == "广州市天河区"


@pytest.mark.parametrize(
    ("titles", "policies", "stage"),
    [
        (["若干措施（征求意见稿）"], ["若干措施"], "draft"),
        (["管理办法（修订草案征求意见稿）"], ["管理办法"], "draft"),
        (["关于公开征集对《措施》意见的公告"], ["措施"], "draft"),
        (["示例条例(草案)"], ["示例条例"], "draft"),
        (["关于《措施（征求意见稿）》意见采纳情况的说明"], ["说明"], "final"),
        ([], ["方案（试行第九版）"], "trial"),
        ([], ["示例暂行办法"], "trial"),
        ([], ["若干措施(修订)"], "revised"),
        ([], ["办法（2024年修订版）"], "revised"),
        (["关于废止《示例暂行办法》的通知"], ["关于废止《示例暂行办法》的通知"], "final"),
        (["关于征集2024年示例项目的通知"], ["关于征集2024年示例项目的通知"], "final"),
    ],
)
def test_stages(titles: list[str], policies: list[str], stage: Stage) -> None:
    """What makes a draft, a trial text, a revision; and what only speaks of one."""
    assert find_stage(titles, policies) == stage


@pytest.mark.parametrize(
    ("text", "issuers", "day"),
    [
        ("示例市财政局\n（代章）\n2022年7月26日", ("示例市财政局",), "2022-07-26"),
        ("国 务 院\n二〇二二年七月二十六日", ("国务院",), "2022-07-26"),
        (
            "中共示例市委办公厅　示例市人民政府办公厅\n2022年7月26日",
            ("中共示例市委办公厅", "示例市人民政府办公厅"),
            "2022-07-26",
        ),
        ("财政部、税务总局\n2022年7月26日", ("财政部", "税务总局"), "2022-07-26"),
    ],
)
def test_signatures(text: str, issuers: tuple[str, ...], day: str) -> None:
    """Joint issuers, seals for others, letterspaced names, Chinese days."""
    signature = find_signature(read_lines(text))
    assert signature is not None and signature.issued is not None
    assert (signature.issuers, signature.issued.isoformat()) == (issuers, day)


@pytest.mark.parametrize("text", ["截至\n2022年7月26日", "2022年7月26日", "本办法由示例市财政局负责。\n2022年7月26日"])
def test_a_day_without_an_office_is_no_signature(text: str) -> None:
    """Tables and sentences print days too."""
    assert find_signature(read_lines(text)) is None


def test_one_office_with_two_names_is_one_issuer() -> None:
    """北京市科委、中关村管委会 is one office; a comma otherwise parts two."""
    office = "北京市科学技术委员会、中关村科技园区管理委员会"
    assert split_issuers(f"{office}、北京市财政局") == (office, "北京市财政局")
    assert not is_organ("支持企业融资")


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        pytest.param(
            "第一条 支持对象 从事示例的企业，均可申报。 第二条 支持方式 对项目给予补助，分年度安排。 "
            "第三条 附则 解释权归区局，自发布之日起施行。",
            [
                "第一条 支持对象",
                "从事示例的企业，均可申报。",
                "第二条 支持方式",
                "对项目给予补助，分年度安排。",
                "第三条 附则",
                "解释权归区局，自发布之日起施行。",
            ],
            id="headings before a blank",
        ),
        pytest.param(
            "1.聚焦领域发布揭榜挂 帅，给予支持。 2.支持联合体，根 据成效给予支持。 3.支持平台建设，最高给予3000万。",
            [
                "1.聚焦领域发布揭榜挂 帅，给予支持。",
                "2.支持联合体，根 据成效给予支持。",
                "3.支持平台建设，最高给予3000万。",
            ],
            id="blanks of broken lines stay",
        ),
        pytest.param(
            "（一）整机带动，布局产能 1.突破技术。给予1.5亿元。 2.建设工厂。按照第一条 执行。 "
            "（二）场景牵引 3.推广应用。",
            [
                "（一）整机带动，布局产能",
                "1.突破技术。给予1.5亿元。",
                "2.建设工厂。按照第一条 执行。",
                "（二）场景牵引",
                "3.推广应用。",
            ],
            id="decimals and citations are no units",
        ),
        pytest.param(
            "按照《示例办法 一、总则》（见附件 一、二）执行。",
            ["按照《示例办法 一、总则》（见附件 一、二）执行。"],
            id="never inside brackets",
        ),
    ],
)
def test_flattened_lines_are_parted_where_units_begin(line: str, pieces: list[str]) -> None:
    """Units in their order, behind sentences and headings."""
    assert split_flat(line) == pieces


def test_a_bracket_left_open_holds_no_more_than_a_sentence() -> None:
    """What stands behind a bracket that is never closed is cut all the same, once it is far enough away."""
    near, far = ("第一条 甲（乙" + "示" * length + "。" for length in (100, 200))
    assert split_flat(f"{near} 第二条 丙。") == [f"{near} 第二条 丙。"]
    assert split_flat(f"{far} 第二条 丙。") == [far, "第二条 丙。"]


def test_a_long_sentence_with_a_list_is_no_flattened_text() -> None:
    """（一）…；（二）… inside a paragraph stays one paragraph."""
    line = "申报单位应当符合下列条件：" + "；".join(
        f"（{n}）在本市依法登记注册并且具有健全的财务制度和良好的信用记录" for n in "一二三四五六七八"
    )
    assert split_if_flat(line + "。") == [line + "。"]


def test_the_title_goes_from_the_front_of_a_text() -> None:
    """However it is spaced and bracketed; a text that begins otherwise stays."""
    assert without_title("示例区 若干措施（试行） 第一条 总则", "示例区若干措施(试行)") == "第一条 总则"
    assert without_title("为了发展，制定本措施。", "示例区若干措施") == "为了发展，制定本措施。"
