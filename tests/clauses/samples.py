"""Invented policies of 示例市 in the shapes real ones have, and the layouts they are printed in."""

from __future__ import annotations

import re

MEASURES = """示例市支持海洋牧场发展的若干措施
（征求意见稿）
为落实《示例市海洋经济规划》，促进海洋牧场提质增效，特制定以下措施。

一、夯实养殖基础
1.支持深水网箱建设。对新建深水网箱按照不超过投资额的30%给予补贴，单个项目最高500万元（市海洋局）。
2.支持种业创新。推广良种3.0体系，对取得新品种证书的企业给予奖励20万元（市农业农村局）。
二、完善配套服务
3.支持冷链设施。建设冷链中心的，给予最高1.5亿元贷款贴息，期限不超过3年（市海洋局、市财政局）。
4.支持品牌推广。每家企业年度最高100万元（市商务局）。
本措施由市海洋局负责解释。本措施自发布之日起实施，有效期3年。
"""

STATUTE = """示例市公共浴场管理条例

（2011年3月4日示例市第三届人大常委会第二次会议通过　2020年5月6日示例市第五届人大常委会第九次会议修订）

目　　录
第一章　总　　则
第二章　开办与运营
第三章　附　　则

第一章　总　　则

第一条　为了规范公共浴场的管理，保障公众健康，根据有关法律，制定本条例。
第二条　在本市行政区域内开办、经营公共浴场，适用本条例。
本条例所称公共浴场，是指向公众开放的洗浴场所。
第二章　开办与运营
第三条　开办公共浴场，应当具备下列条件：
（一）有固定的场所；
（二）水质符合国家标准；
（三）法律、法规规定的其他条件。
第三条之一　依照第三条的规定开办的浴场，应当在三十日内备案。
第四条　违反本条例第三条、第三条之一规定的，处2000元以上1万元以下罚款。
第三章　附　　则
第五条　本条例自2021年1月1日起施行。
"""


def wrapped(text: str, width: int, *, lines_per_page: int | None = None, indent: str = "") -> str:
    """`text` cut into lines of `width` characters, with page numbers where pages end."""
    printed: list[str] = []
    page = 6
    for paragraph in text.split("\n"):
        rest = indent + paragraph.strip() if paragraph.strip() else ""
        while True:
            printed.append(rest[:width])
            rest = rest[width:]
            if lines_per_page and len(printed) % lines_per_page == 0:
                page += 1
                printed += ["", f"— {page} —", ""]
            if not rest:
                break
    return "\n".join(printed)


def half_width(text: str) -> str:
    """Chinese punctuation as half-width."""
    return text.translate(str.maketrans("，；：（）！？", ",;:()!?"))


def spaced(text: str) -> str:
    """Blanks around numbers."""
    return re.sub(r"(\d+(?:\.\d+)?)(?=[\u4e00-\u9fff%])", r" \1 ", text)
