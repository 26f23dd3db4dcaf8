"""Guides made of cards: a numbered title over a table, again and again."""

from __future__ import annotations

from tracker.clauses import parse_clauses

NAMES = ("老旧厂房改造", "低效楼宇改造", "创新平台建设", "融资租赁贴息", "首台套应用", "人才公寓配租")


def card(number: int, name: str) -> str:
    """A card with lists of its own, whose numbers run against those of the cards."""
    return (
        f"{number}. 示例市{name}支持\n依据文件\t《示例市{name}办法》\n发文字号\t示发〔2030〕{number}号\n服务内容\n"
        "1．改造后入驻率不低于70%。\n2．按照投资额的30%给予补助，最高5000万元。\n条件要求\t满足以下条件：\n"
        "1. 产权清晰。\n2. 定位明确。\n3．信用良好。\n联络方式\t示例局：12345678"
    )


def test_each_card_of_a_guide_is_a_clause() -> None:
    """A card with all its lists is one clause under the heading of its part; its title is the heading."""
    first = "\n".join(card(number, name) for number, name in enumerate(NAMES[:3], 1))
    second = "\n".join(card(number, name) for number, name in enumerate(NAMES[3:], 1))
    clauses = parse_clauses(f"一、综合篇\n{first}\n二、制造业篇\n{second}")
    assert [clause.path for clause in clauses] == [
        *(("一、", f"{number}.") for number in (1, 2, 3)),
        *(("二、", f"{number}.") for number in (1, 2, 3)),
    ]
    assert [clause.heading for clause in clauses] == [f"示例市{name}支持" for name in NAMES]
    assert all("最高5000万元" in clause.text and "信用良好" in clause.text for clause in clauses)


def test_a_title_that_the_table_repeats_is_the_heading_once() -> None:
    """What a PDF joins behind a card's title is its repetition in the table."""
    text = "\n".join(card(number, name) for number, name in enumerate(NAMES, 1))
    clauses = parse_clauses(text.replace("支持\n依据", "支持\n示例市某某支持\n依据"))
    assert [clause.heading for clause in clauses] == [f"示例市{name}支持" for name in NAMES]


def test_a_few_tables_under_numbers_are_no_guide() -> None:
    """Measures with a table each stay measures, and their numbered items stand as elsewhere."""
    text = "\n".join(f"{number}. 支持{name}\n项目\t标准\n甲\t50万元" for number, name in enumerate(NAMES[:3], 1))
    assert [clause.label for clause in parse_clauses(text)] == ["1.", "2.", "3."]
