"""What is paired with what: one example per kind of change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from align.builders import added, articles, clause, links, removed

from tracker.align import Settled, align_clauses, clause_key, explain_clause
from tracker.errors import UsageError

PURPOSE = "为了推动示例市机器人产业发展，完善研发、制造和应用体系，结合本市实际，制定本办法。"
RESEARCH = "对企业建设机器人关节、减速器研发平台的，按照设备投入的20%给予补贴，单个企业最高500万元。"
FACTORY = "对新建机器人整机工厂的企业，自投产之日起给予厂房租金补贴，补贴期限不超过三年。"
TALENT = "引进机器人领域高层次人才的，按照本市人才政策给予住房、子女入学和医疗保障。"
SCENES = "每年发布两批机器人应用场景清单，支持医院、养老院和物流园区采购首台套产品。"
FUND = "设立机器人产业投资基金，首期规模十亿元，重点投向种子期和初创期企业。"
DUTY = "市工业和信息化部门负责资金申报的受理、评审和监督，市财政部门负责资金拨付。"
FRAUD = "申报单位提供虚假材料骗取资金的，由主管部门追回资金，三年内不再受理其申报。"
START = "本办法自2025年1月1日起施行，有效期三年。"
WHOLE = (PURPOSE, RESEARCH, FACTORY, TALENT, SCENES, FUND, DUTY, FRAUD, START)


def test_a_text_against_itself_is_paired_clause_by_clause() -> None:
    """Each clause continues itself, nothing moved, every score is 1."""
    old = articles(*WHOLE)
    pairs = align_clauses(old, old)
    assert links(pairs) == [(each.label, each.label) for each in old]
    assert all(pair.score == 1 and not pair.moved and pair.relation == "one" for pair in pairs)


def test_an_inserted_clause_renumbers_the_others() -> None:
    """The clauses behind a new one keep their partners and have not moved."""
    old = articles(*WHOLE)
    green = "机器人企业购买绿色电力的，按照每千瓦时两分钱给予奖励。"
    new = articles(*WHOLE[:3], green, *WHOLE[3:])
    pairs = align_clauses(old, new)
    assert added(pairs) == ["第4条"]
    assert removed(pairs) == []
    assert ("第4条", "第5条") in links(pairs)
    assert not any(pair.moved for pair in pairs)


def test_a_moved_clause_is_the_only_one_moved() -> None:
    """A clause put elsewhere is moved; those it jumped over are not."""
    old = articles(*WHOLE)
    new = articles(PURPOSE, FUND, RESEARCH, FACTORY, TALENT, SCENES, DUTY, FRAUD, START)
    assert [pair.old.label for pair in align_clauses(old, new) if pair.moved and pair.old] == ["第6条"]


def test_a_reordered_chapter_keeps_its_partners() -> None:
    """Clauses of a chapter put in front are paired and moved together."""
    old = articles(*WHOLE)
    new = articles(PURPOSE, SCENES, FUND, RESEARCH, FACTORY, TALENT, DUTY, FRAUD, START)
    pairs = align_clauses(old, new)
    assert sorted(links(pairs)) == sorted(
        (f"第{WHOLE.index(text) + 1}条", f"第{at}条")
        for at, text in enumerate((PURPOSE, SCENES, FUND, RESEARCH, FACTORY, TALENT, DUTY, FRAUD, START), 1)
    )
    assert [pair.old.label for pair in pairs if pair.moved and pair.old] == ["第5条", "第6条"]


def test_a_split_gives_one_pair_per_part_and_loses_no_text() -> None:
    """The spans of a split clause follow each other and cover all of its text."""
    old = articles(PURPOSE, f"{RESEARCH}\n{TALENT}", *WHOLE[4:])
    new = articles(PURPOSE, RESEARCH, TALENT, *WHOLE[4:])
    parts = [pair for pair in align_clauses(old, new) if pair.relation == "split"]
    assert links(parts) == [("第2条", "第2条"), ("第2条", "第3条")]
    assert [pair.old_span for pair in parts] == [(0, len(RESEARCH) + 1), (len(RESEARCH) + 1, len(old[1].text))]
    assert sorted(pair.role for pair in parts) == ["main", "part"]
    assert all(pair.new_span is None for pair in parts)


def test_a_merge_gives_one_pair_per_source() -> None:
    """Two clauses become one: both are linked, each with its stretch of the new text."""
    old = articles(PURPOSE, RESEARCH, TALENT, *WHOLE[4:])
    new = articles(PURPOSE, f"{RESEARCH}\n{TALENT}", *WHOLE[4:])
    parts = [pair for pair in align_clauses(old, new) if pair.relation == "merged"]
    assert links(parts) == [("第2条", "第2条"), ("第3条", "第2条")]
    assert [pair.new_span for pair in parts] == [(0, len(RESEARCH) + 1), (len(RESEARCH) + 1, len(new[1].text))]
    assert removed(align_clauses(old, new)) == []


def test_a_sentence_that_left_its_clause_is_followed() -> None:
    """A sentence moved from one kept clause into another makes a link between the two."""
    old = articles(PURPOSE, RESEARCH, f"{FACTORY}\n{TALENT}", SCENES, FUND, DUTY, START)
    new = articles(PURPOSE, RESEARCH, FACTORY, SCENES, f"{FUND}\n{TALENT}", DUTY, START)
    pairs = align_clauses(old, new)
    assert ("第3条", "第5条") in links(pairs)
    part = next(pair for pair in pairs if pair.relation != "one" and pair.role == "part")
    assert part.old is not None and part.new is not None
    assert part.old.text[slice(*(part.old_span or (0, 0)))] == TALENT
    assert part.new.text[slice(*(part.new_span or (0, 0)))] == TALENT


def test_a_clause_rewritten_in_place_is_no_removal() -> None:
    """Between neighbours that stayed, a clause with a fifth of its words left still has its partner."""
    old = articles(PURPOSE, RESEARCH, SCENES, FUND, DUTY, FRAUD, START)
    rewritten = "支持医院、学校和园区开放应用场景，对首次采购机器人产品的单位给予不超过合同额百分之十的补助。"
    new = articles(PURPOSE, RESEARCH, rewritten, FUND, DUTY, FRAUD, START)
    pairs = align_clauses(old, new)
    assert ("第3条", "第3条") in links(pairs)
    assert removed(pairs) == [] and added(pairs) == []


def test_a_deleted_clause_is_not_forced_on_an_added_one() -> None:
    """A clause that ended and one that is new elsewhere are no pair."""
    old = articles(PURPOSE, RESEARCH, FACTORY, TALENT, SCENES, DUTY, START)
    new = articles(PURPOSE, RESEARCH, TALENT, SCENES, "违反本办法规定造成环境污染的，依照有关法律处罚。", DUTY, START)
    pairs = align_clauses(old, new)
    assert removed(pairs) == ["第3条"] and added(pairs) == ["第5条"]


SIBLING = "对{}的企业，由市工业和信息化部门责令限期改正，逾期不改正的，处{}万元以上{}万元以下的罚款。"


def test_likeness_to_siblings_counts_against_a_pair() -> None:
    """A penalty as like to others that stayed as to the one in its place is a doubtful continuation."""
    stayed = [SIBLING.format(*row) for row in (("隐瞒产量", 2, 6), ("拒报能耗", 3, 7), ("虚报人员", 4, 8))]
    ended, begun = SIBLING.format("擅自停用监测设备", 5, 9), SIBLING.format("未按时归档合同", 1, 11)
    among = explain_clause(articles(PURPOSE, *stayed, ended, FUND), articles(PURPOSE, *stayed, begun, FUND), 4)[0]
    alone = explain_clause(articles(PURPOSE, DUTY, ended, FUND), articles(PURPOSE, DUTY, begun, FUND), 2)[0]
    assert dict(among.reasons)["siblings"] < -0.1 < dict(alone.reasons)["siblings"]
    assert among.score < alone.score


def test_what_was_exchanged_on_both_sides_counts_against_a_pair() -> None:
    """Where clauses ended and clauses began, a faint likeness in the same place is no pair."""
    ended, begun = "举办机器人大赛，由市科技部门组织。", "机器人租赁合同应当载明责任划分。"
    other_ended = ("展馆免费开放，不再收取门票。", "对停车泊位实行分时定价。")
    other_begun = ("鼓励高校开设伦理课程。", "噪声超标的，由城管部门处理。")
    old = articles(PURPOSE, ended, RESEARCH, other_ended[0], FUND, other_ended[1], DUTY, START)
    new = articles(PURPOSE, begun, RESEARCH, other_begun[0], FUND, other_begun[1], DUTY, START)
    pairs = align_clauses(old, new)
    assert removed(pairs) == added(pairs) == ["第2条", "第4条", "第6条"]
    assert dict(explain_clause(old, new, 1)[0].reasons)["exchange"] < 0


def test_a_removed_clause_stands_where_it_stood() -> None:
    """It follows the clause it followed; one removed from the top comes first."""
    old = articles(*WHOLE)
    new = articles(*WHOLE[1:3], *WHOLE[4:])
    rows = [(pair.old and pair.old.label, pair.new and pair.new.label) for pair in align_clauses(old, new)]
    assert rows[:4] == [("第1条", None), ("第2条", "第1条"), ("第3条", "第2条"), ("第4条", None)]


def test_short_formulaic_clauses_are_not_mixed_up() -> None:
    """鼓励 clauses that share their frame are told apart by what they name."""
    frame = "鼓励社会资本参与{}建设。"
    things = ("充电桩", "停车场", "养老院", "体育馆")
    old = articles(PURPOSE, *(frame.format(thing) for thing in things), START)
    new = articles(PURPOSE, *(frame.format(thing) for thing in reversed(things)), START)
    pairs = align_clauses(old, new)
    assert sorted(links(pairs))[1:-1] == [
        ("第2条", "第5条"),
        ("第3条", "第4条"),
        ("第4条", "第3条"),
        ("第5条", "第2条"),
    ]


def test_a_changed_date_of_entry_into_force_is_an_edit() -> None:
    """The last clause continues the last clause though its date differs."""
    old, new = articles(*WHOLE), articles(*WHOLE[:-1], "本办法自2026年7月1日起施行，有效期五年。")
    assert links(align_clauses(old, new))[-1] == ("第9条", "第9条")


def test_an_unnumbered_draft_meets_a_numbered_final() -> None:
    """Labels play no part where one side has none."""
    old = tuple(clause("", text) for text in WHOLE)
    new = articles(*WHOLE)
    assert links(align_clauses(old, new)) == [("", each.label) for each in new]


@pytest.mark.parametrize("turned", [False, True], ids=["taken apart", "put together"])
def test_a_text_without_numbers_at_all(turned: bool) -> None:
    """One unnumbered clause that holds everything is linked to each of the clauses it became."""
    one, many = (clause("", "\n".join(WHOLE)),), articles(*WHOLE)
    pairs = align_clauses(many, one) if turned else align_clauses(one, many)
    assert len(links(pairs)) == len(WHOLE)
    spans = [pair.new_span if turned else pair.old_span for pair in pairs]
    assert [one[0].text[slice(*span)].strip() for span in spans if span] == list(WHOLE)


def test_measures_meet_articles() -> None:
    """（一） on one side and 第X条 on the other are paired by what they say."""
    old = tuple(
        clause(f"（{n}）", text, number=at)
        for at, (n, text) in enumerate(zip("一二三四五", WHOLE[1:6], strict=True), 1)
    )
    new = articles(PURPOSE, *WHOLE[1:6], START)
    pairs = align_clauses(old, new)
    assert links(pairs) == [(each.label, f"第{at}条") for at, each in enumerate(old, 2)]
    assert added(pairs) == ["第1条", "第7条"]


def test_a_heading_that_stayed_helps_a_rewritten_measure() -> None:
    """The same heading over new words gains the pair score."""
    old = (*articles(*WHOLE[:4]), clause("5.", "加强电力保障。" + SCENES, heading="加强电力保障"))
    new = (*articles(*WHOLE[:4]), clause("5.", "加强电力保障。" + FRAUD, heading="加强电力保障"))
    bare = [(replace(old[-1], heading=None), replace(new[-1], heading=None))]
    with_heading = explain_clause(old, new, 4)[0]
    without = explain_clause((*old[:-1], bare[0][0]), (*new[:-1], bare[0][1]), 4)[0]
    assert dict(with_heading.reasons)["heading"] > 0 == dict(without.reasons)["heading"]


def test_texts_that_share_nothing_are_not_paired() -> None:
    """Formulas that any two texts have in common make no pair."""
    other = articles(
        "为了规范城市犬只管理，保障市民人身安全，维护市容环境，制定本办法。",
        "养犬人应当为犬只接种狂犬病疫苗，并办理登记。",
        "禁止携带犬只进入学校、医院和商场。",
        "违反规定遛犬不牵绳的，由公安机关处200元以下罚款。",
        "本办法自2025年1月1日起施行，有效期三年。",
    )
    pairs = align_clauses(articles(*WHOLE), other)
    assert links(pairs) == []
    assert len(pairs) == len(WHOLE) + len(other)


PONTOON = (
    "为了防止浮桥事故由上游传来，实施浮桥监理，保护行人，制定本规则。",
    "示例市在各渡口设立浮桥监理所，依照本规则进行登记、巡查和收费。",
    "过桥的车辆必须在最先到达的岸口停车受检；未经浮桥监理所许可，不准上桥，不准装卸竹木。",
    "浮桥监理所发现锚链断裂的，必须在二十四小时内用最快的办法报告市交通局。",
    "洪水期间，市政府可以下令封闭浮桥。",
    "浮桥监理所有权要求车主填写载重卡，出示车辆证明。",
    "浮桥监理员执行任务时，对桥面破损提出改进意见。",
    "逃避监理、隐瞒载重的，浮桥监理所可以给予警告或者罚款。",
    "当事人对罚款不服的，可以在接到通知之日起十五日内起诉。",
    "本规则自1990年5月1日起施行。",
)
PONTOON_REWRITTEN = (
    "为了加强浮桥安全管理，防范和化解浮桥事故风险，保障公众生命安全，根据有关法律，制定本规则。",
    "浮桥安全及相关活动，适用本规则。海事部门在各渡口依照本规则履行核验、监测和应急处置职责。",
    "通过浮桥的车辆、货物应当在最先到达的岸口接受核验；除避险等紧急情况外，未经海事部门准许，不得装卸货物。",
    "海事部门应当会同气象、水利部门建立水情监测制度，发现锚链断裂、漂移等险情的，及时通报应急管理部门。",
    "发生重大汛情，需要采取应急措施的，经市政府决定，可以暂时封闭浮桥、指定绕行路线。",
    "海事部门可以要求车辆驾驶人如实申报载重及相关信息，必要时查阅行驶证件。",
    "浮桥运营单位应当建立健全养护制度，保证桥面状况符合标准。",
    "不如实申报载重的，由海事部门责令改正，可以处一千元以下的罚款；情节严重的，处一千元以上五千元以下的罚款。",
    "海事部门应当加强队伍建设，组织开展继续教育，提升工作人员的业务技能。",
    "国家鼓励浮桥领域的科学研究和信息化建设，推动新技术、新材料的应用。",
    "本规则自2025年1月1日起施行。",
)


def test_a_law_rewritten_throughout_is_still_the_same_law() -> None:
    """Another office, other words, a third more articles: what little is left of each still tells them."""
    pairs = align_clauses(articles(*PONTOON), articles(*PONTOON_REWRITTEN))
    assert links(pairs)[:4] == [(f"第{n}条", f"第{n}条") for n in (1, 2, 3, 4)]
    assert "第10条" in added(pairs)


def test_exchange_is_bounded_in_a_long_text() -> None:
    """Of twenty articles five have no partner on either side: no more is taken off than for two of them."""
    old = articles(
        *(
            f"{place}管理所每{n}日巡查{place}口一次。"
            for n, place in enumerate("桥渡港河湖塘井泉渠闸坝堤岸滩洲岛礁湾峡谷")
        )
    )
    fresh = articles(*(f"申请{trade}工登记的，示例局在{n}个月内答复。" for n, trade in enumerate("木瓦铁石漆")))
    new = (*old[:15], *fresh)
    reasons = [dict(each.reasons) for at in range(15, 20) for each in explain_clause(old, new, at, "old")]
    assert reasons and all(each["exchange"] >= -0.1 for each in reasons)


def test_a_text_of_one_clause_continues_in_other_words() -> None:
    """One clause on each side with a few words in common, and none of another subject."""
    old = articles("对企业给予最高500万元奖励。")
    assert links(align_clauses(old, articles("对入驻企业给予不超过800万元的一次性补贴。"))) == [("第1条", "第1条")]
    assert links(align_clauses(old, articles("养犬人应当为犬只接种狂犬病疫苗，并办理登记。"))) == []


@pytest.mark.parametrize("empty", ["old", "new", "both"])
def test_an_empty_side(empty: str) -> None:
    """Against nothing, everything is added or removed."""
    some = articles(*WHOLE[:3])
    old, new = (() if empty in ("old", "both") else some), (() if empty in ("new", "both") else some)
    pairs = align_clauses(old, new)
    assert links(pairs) == []
    assert len(removed(pairs)) == len(old) and len(added(pairs)) == len(new)


def test_copies_of_a_clause_map_in_order() -> None:
    """Equal clauses, one more on the new side: the order is kept and one is added."""
    copy = "各区人民政府参照执行。"
    old = articles(PURPOSE, copy, RESEARCH, copy, START)
    new = articles(PURPOSE, copy, RESEARCH, copy, copy, START)
    pairs = align_clauses(old, new)
    assert links(pairs)[:3] == [("第1条", "第1条"), ("第2条", "第2条"), ("第3条", "第3条")]
    assert len(added(pairs)) == 1 and removed(pairs) == []
    assert not any(pair.moved for pair in pairs)


# ── noise ────────────────────────────────────────────────────────────────────────────────────────


def _wrapped(text: str) -> str:
    return "\n".join(text[at : at + 17] for at in range(0, len(text), 17))


NOISE = {
    "hard wraps": _wrapped,
    "half-width punctuation": lambda text: text.translate(str.maketrans("，；：（）", ",;:()")),
    "blanks around numbers": lambda text: (
        text.replace("500", " 500 ").replace("2025", " 2025 ").replace("20%", " 20 % ")
    ),
    "full-width digits": lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "numerals of equal value": lambda text: (
        text.replace("500万元", "五百万元")
        .replace("20%", "百分之二十")
        .replace("十亿元", "10亿元")
        .replace("三年", "3年")
    ),
    "ideographic blanks": lambda text: "\u3000\u3000" + text,
}


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE.keys())
def test_layout_and_numerals_change_no_pair(noise: object) -> None:
    """The same text set otherwise gives the same map, and every pair is certain."""
    assert callable(noise)
    old = articles(*WHOLE)
    new = articles(PURPOSE, FUND, *(noise(text) for text in (RESEARCH, FACTORY, TALENT, SCENES, DUTY, FRAUD, START)))
    plain = articles(PURPOSE, FUND, RESEARCH, FACTORY, TALENT, SCENES, DUTY, FRAUD, START)
    pairs = align_clauses(old, new)
    assert links(pairs) == links(align_clauses(old, plain))
    assert all(pair.score == 1 for pair in pairs)


# ── hand-made pairs ──────────────────────────────────────────────────────────────────────────────

NIGHT = dt.datetime(2026, 3, 1, 8, 30, tzinfo=dt.UTC)


def test_a_hand_made_pair_wins() -> None:
    """What a person settled is linked, says who and when, and frees the clause it took the partner of."""
    old, new = articles(*WHOLE), articles(*WHOLE)
    settled = Settled(old=clause_key(old[1]), new=clause_key(new[2]), by="王编辑", at=NIGHT)
    pairs = align_clauses(old, new, settled=[settled])
    hand = next(pair for pair in pairs if pair.settled_by)
    assert links([hand]) == [("第2条", "第3条")]
    assert hand.settled_by == "王编辑, 2026-03-01 08:30"
    assert removed(pairs) == ["第3条"] and added(pairs) == ["第2条"]


def test_a_hand_made_pair_speaks_for_its_neighbours() -> None:
    """A clause between two pairs that a person made gains by them."""
    old = articles(*WHOLE[:2], FACTORY, SCENES, FRAUD, *WHOLE[5:7], START)
    new = articles(*WHOLE[:2], TALENT, "支持养老院采购首台套产品。", DUTY, *WHOLE[5:7], START)
    settled = [Settled(old=clause_key(old[at]), new=clause_key(new[at]), by="王编辑", at=NIGHT) for at in (2, 4)]
    reasons = [
        dict(next(each for each in explain_clause(old, new, 3, settled=hand) if each.clause == old[3]).reasons)
        for hand in ((), settled)
    ]
    assert reasons[0]["neighbours"] < reasons[1]["neighbours"]


def test_a_hand_made_removal() -> None:
    """A person may say that a clause continues nothing."""
    old, new = articles(*WHOLE), articles(*WHOLE)
    settled = Settled(old=clause_key(old[3]), new=None, by="王编辑", at=NIGHT)
    pairs = align_clauses(old, new, settled=[settled])
    assert removed(pairs) == ["第4条"] and added(pairs) == ["第4条"]


def test_a_hand_made_split() -> None:
    """Two decisions about one old clause make a split."""
    old, new = articles(PURPOSE, FUND, START), articles(PURPOSE, RESEARCH, TALENT, START)
    settled = [Settled(old=clause_key(old[1]), new=clause_key(new[at]), by="王编辑", at=NIGHT) for at in (1, 2)]
    parts = [pair for pair in align_clauses(old, new, settled=settled) if pair.relation == "split"]
    assert links(parts) == [("第2条", "第2条"), ("第2条", "第3条")]


def test_a_later_decision_replaces_an_earlier_one() -> None:
    """Pair, then take it back: the clause continues nothing."""
    old, new = articles(*WHOLE), articles(*WHOLE)
    first = Settled(old=clause_key(old[1]), new=clause_key(new[2]), by="王编辑", at=NIGHT)
    later = Settled(old=clause_key(old[1]), new=None, by="李编辑", at=NIGHT + dt.timedelta(days=1))
    for order in ([first, later], [later, first]):
        assert "第2条" in removed(align_clauses(old, new, settled=order))


def test_a_decision_outlives_a_new_reading() -> None:
    """Clauses found again after a rebuild changed their path or the layout of their text."""
    old, new = articles(*WHOLE), articles(*WHOLE)
    settled = Settled(old=clause_key(old[1]), new=clause_key(new[2]), by="王编辑", at=NIGHT)
    reread = tuple(replace(each, path=("第一章", each.label), text=each.text.replace("，", ", ")) for each in new)
    assert ("第2条", "第3条") in links(align_clauses(old, reread, settled=[settled]))


def test_a_decision_about_a_clause_that_is_gone_is_passed_over() -> None:
    """It changes nothing."""
    old, new = articles(*WHOLE), articles(*WHOLE)
    gone = clause_key(clause("第99条", "不存在的条款内容。"))
    settled = Settled(old=clause_key(old[1]), new=gone, by="王编辑", at=NIGHT)
    assert align_clauses(old, new, settled=[settled]) == align_clauses(old, new)


# ── why ──────────────────────────────────────────────────────────────────────────────────────────


def test_explain_names_the_parts_of_the_score() -> None:
    """Candidates with their parts, the chosen one first."""
    old, new = articles(*WHOLE), articles(PURPOSE, *WHOLE[2:5], RESEARCH.replace("20%", "30%"), *WHOLE[5:])
    candidates = explain_clause(old, new, "第5条")
    assert candidates[0].clause.label == "第2条" and candidates[0].chosen
    assert not any(each.chosen for each in candidates[1:])
    assert [name for name, _ in candidates[0].reasons] == [
        "content",
        "number",
        "heading",
        "position",
        "neighbours",
        "siblings",
        "exchange",
    ]
    assert candidates[0].score > 0.9
    assert explain_clause(old, new, 1, side="old")[0].clause.label == "第5条"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("第80条", "no clause is labelled '第80条' in the new version; it has 第1条、第2条、第3条 …"),
        (7, "no clause at 7 in the new version, which has 3: count from 0"),
    ],
)
def test_explain_refuses_an_unknown_clause(wanted: int | str, message: str) -> None:
    """One line says what there is."""
    some = articles(*WHOLE[:3])
    with pytest.raises(UsageError) as caught:
        explain_clause(some, some, wanted)
    assert str(caught.value) == message
