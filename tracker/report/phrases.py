"""What the reports say in their own voice, in Chinese and English. The policy's own words are never translated.

One row per phrase: key, Chinese, English. Both sides name the same {fields}.

>>> say("count.repeals", "zh", n=3), say("count.repeals", "en", n=1), say("count.repeals", "en", n=3)
('3 件废止', '1 repeal', '3 repeals')
"""

from __future__ import annotations

import re
from typing import Literal

Lang = Literal["zh", "en"]

PHRASES: dict[str, tuple[str, str]] = {
    # sections, in the order of a report
    "section.figures": ("额度、比例与期限", "Figures: caps, ratios, terms"),
    "section.repeals": ("废止", "Repeals"),
    "section.validity": ("施行与有效期", "Validity"),
    "section.cites_ended": ("仍引用已废止或失效文件", "Still citing what has ended"),
    "section.stages": ("文件状态", "Stage of documents"),
    "section.strength": ("力度与适用对象", "Strength and beneficiaries"),
    "section.clauses": ("新增、删除与移动的条款", "Clauses added, removed, moved"),
    "section.wording": ("文字修改", "Wording"),
    "section.new": ("新文件", "New documents"),
    "section.gone": ("网页已撤下", "Pages gone"),
    "section.health": ("来源状况", "Sources"),
    "section.matches": ("可能是同一文件，待确认", "Possible matches to settle"),
    "section.comparison": ("新旧对照", "Side by side"),
    "section.evidence": ("证据", "Evidence"),
    # figure changes
    "change.raised": ("提高", "raised"),
    "change.lowered": ("降低", "lowered"),
    "change.added": ("新增", "added"),
    "change.removed": ("取消", "removed"),
    "change.rescoped": ("口径变化", "other scope"),
    "change.rebound": ("限定变化", "other bound"),
    "change.redated": ("日期变化", "date moved"),
    # clause rows
    "row.unchanged": ("未变", "unchanged"),
    "row.edited": ("修改", "edited"),
    "row.added": ("新增", "added"),
    "row.removed": ("删除", "removed"),
    "row.moved": ("移动", "moved"),
    "row.renumbered": ("原{old}", "was {old}"),
    "row.split": ("拆分", "split"),
    "row.merged": ("合并", "merged"),
    "row.settled": ("人工配对：{who}", "paired by hand: {who}"),
    # modal and item changes
    "modal.weakened": ("力度减弱", "weakened"),
    "modal.strengthened": ("力度增强", "strengthened"),
    "modal.narrowed": ("范围收窄", "narrowed"),
    "modal.widened": ("范围扩大", "widened"),
    "item.added": ("增加{name}", "{name} added"),
    "item.removed": ("删去{name}", "{name} removed"),
    "item.moved": ("{name}移动", "{name} moved"),
    # how a figure binds
    "bound.max": ("上限", "cap"),
    "bound.min": ("下限", "floor"),
    "bound.exact": ("固定数", "fixed"),
    "bound.range": ("区间", "range"),
    "scope.per": ("每{scope}", "per {scope}"),
    "scope.none": ("不限对象", "no scope named"),
    "period.年": ("每年", "per year"),
    "period.累计": ("累计", "cumulative"),
    "period.一次性": ("一次性", "one-off"),
    "period.none": ("不限期间", "no period named"),
    # stages of a document
    "stage.draft": ("征求意见稿", "draft"),
    "stage.trial": ("试行", "trial"),
    "stage.revised": ("修订版", "revised"),
    "stage.final": ("正式文件", "final"),
    # validity
    "validity.effective_from": ("施行日期", "in force from"),
    "validity.expires_on": ("有效期至", "in force until"),
    "validity.term": ("有效期", "term"),
    "validity.unknown": ("未写明", "not stated"),
    # sentences about documents
    "repeal.whole": ("废止{name}", "repeals {name}"),
    "repeal.partial": ("废止{name}{partial}", "repeals {partial} of {name}"),
    "repeal.from": ("自{on}起", "from {on}"),
    "event.repealed": ("{name}被{other}废止", "{name} is repealed by {other}"),
    "event.repealed.partial": ("{name}的{partial}被{other}废止", "{partial} of {name} is repealed by {other}"),
    "event.repeals": ("{name}废止了{what}（未在跟踪之列）", "{name} repeals {what} (not tracked)"),
    "event.repeals.partial": (
        "{name}废止了{what}的{partial}（未在跟踪之列）",
        "{name} repeals {partial} of {what} (not tracked)",
    ),
    "event.expiring": ("{name}将于{on}到期", "{name} lapses on {on}"),
    "event.expiring.days": ("还有 {days} 天", "[{days} day is|{days} days are] left"),
    "event.lapsed": ("{name}已于{on}期满失效", "{name} lapsed on {on}"),
    "event.lapsed.undated": ("{name}已期满失效", "{name} has lapsed"),
    "event.cites_ended": ("{name}仍引用已废止或失效的{other}", "{name} still cites {other}, which has ended"),
    "event.stage_changed": ("{name}：{old} → {new}", "{name}: {old} → {new}"),
    "event.adopted": ("条款与原稿一致", "no clause differs"),
    "event.unrelated": (
        "两份文本没有相同条款，未逐条对照",
        "the two texts share no clause and were not compared clause by clause",
    ),
    "event.edited": ("{name}的网页原文有改动", "{name} was edited in place"),
    "event.edited.none": ("条款文字未变", "no clause differs"),
    "event.new_document": ("{name}", "{name}"),
    "event.new.size": ("{n} 条", "[{n} clause|{n} clauses]"),
    "event.new.figures": ("{n} 个数字", "[{n} figure|{n} figures]"),
    "event.page_gone": (
        "{name}的网页已不存在，最后保存的版本仍保留",
        "the page of {name} is gone; the last stored version is kept",
    ),
    "event.possible_match": ("{name}与{other}可能是同一文件", "{name} may be the same document as {other}"),
    "event.possible_match.advice": (
        "确认：tracker link {a} {b}；否认：tracker unlink {a} {b}",
        "if so: tracker link {a} {b}; if not: tracker unlink {a} {b}",
    ),
    "event.source_failing": ("来源“{name}”读取失败", "source “{name}” is failing"),
    "event.source_recovered": ("来源“{name}”已恢复", "source “{name}” has recovered"),
    "document.unknown": ("（文件未识别）", "(document not known)"),
    # health
    "health.line": ("{all} 个来源中 {ok} 个正常", "{ok} of {all} sources healthy"),
    "health.none": ("未读取来源", "no source was read"),
    "health.since": ("自 {time} 起", "since {time}"),
    "health.nights": ("连续 {n} 次", "[{n} time|{n} times] in a row"),
    "health.last_good": ("上次成功 {time}", "last good {time}"),
    "health.no_good": ("从未读取成功", "never read well"),
    "health.never": ("尚未读取", "not read yet"),
    "health.advice": ("建议：{advice}", "what to do: {advice}"),
    "health.no_reason": ("原因未记录", "no reason recorded"),
    # counts
    "count.money": ("{n} 处额度/比例变化", "[{n} cap or ratio change|{n} cap or ratio changes]"),
    "count.figures": ("{n} 处期限等数字变化", "[{n} change|{n} changes] of other figures"),
    "count.repeals": ("{n} 件废止", "[{n} repeal|{n} repeals]"),
    "count.validity": ("{n} 处有效期变化", "[{n} validity notice|{n} validity notices]"),
    "count.cites_ended": ("{n} 处引用失效文件", "[{n} citation|{n} citations] of ended documents"),
    "count.stages": ("{n} 件状态变化", "[{n} stage change|{n} stage changes]"),
    "count.strength": ("{n} 处力度变化", "[{n} change|{n} changes] of strength"),
    "count.clauses": ("{n} 条增删移动", "[{n} clause|{n} clauses] added, removed or moved"),
    "count.wording": ("{n} 条文字修改", "[{n} clause|{n} clauses] reworded"),
    "count.new": ("{n} 件新文件", "[{n} new document|{n} new documents]"),
    "count.gone": ("{n} 个网页撤下", "[{n} page|{n} pages] gone"),
    "count.failing": ("{n} 个来源异常", "[{n} source|{n} sources] failing"),
    "count.recovered": ("{n} 个来源恢复", "[{n} source|{n} sources] recovered"),
    "count.matches": ("{n} 处待确认", "[{n} match|{n} matches] to settle"),
    "count.unchanged": ("{n} 条未变", "[{n} clause|{n} clauses] unchanged"),
    "count.renumbered": ("{n} 条仅编号变化", "[{n} clause|{n} clauses] only renumbered"),
    "count.documents": ("跟踪 {n} 件文件", "[{n} document|{n} documents] tracked"),
    "count.pages": ("读取 {n} 个网页", "[{n} page|{n} pages] read"),
    "count.pages_unchanged": ("其中 {n} 个未变", "{n} of them unchanged"),
    # whole reports
    "night.nothing": ("没有变化", "nothing changed"),
    "diff.nothing": ("条款内容没有变化", "no clause differs"),
    "diff.title": ("新旧对照", "Comparison"),
    "diff.old": ("旧", "old"),
    "diff.new": ("新", "new"),
    "mail.subject": ("政策变动 {day}：{counts}", "Policy changes {day}: {counts}"),
    "mail.more": ("另有 {n} 行，见完整报告", "[{n} more line|{n} more lines] in the full report"),
    "mail.full": ("完整报告", "Full report"),
    "mail.footer": (
        "每一行都可回溯到文号、条款、网址与所存原文。",
        "Every line leads back to the document number, clause, address and stored page.",
    ),
    # inspection
    "inspect.title": ("读取结果", "What was read"),
    "inspect.documents": ("{n} 件文件", "[{n} document|{n} documents]"),
    "inspect.clauses": ("{n} 条", "[{n} clause|{n} clauses]"),
    "inspect.figures": ("{n} 个数字", "[{n} figure|{n} figures]"),
    "inspect.problem": ("未读出政策文本：{problem}", "no policy text: {problem}"),
    "inspect.citations": ("引用", "Citations"),
    "inspect.opening": ("（无编号段落）", "(unnumbered paragraph)"),
    # words of tables and marks
    "word.number": ("序号", "No."),
    "word.document": ("文件", "Document"),
    "word.clause": ("条款", "Clause"),
    "word.subject": ("事项", "What"),
    "word.change": ("变化", "Change"),
    "word.old": ("原文", "Old"),
    "word.new": ("新文", "New"),
    "word.old_clause": ("原条款", "Old clause"),
    "word.new_clause": ("新条款", "New clause"),
    "word.delta": ("幅度", "By"),
    "word.source": ("来源", "Source"),
    "word.state": ("状态", "State"),
    "word.reason": ("原因与建议", "Reason and what to do"),
    "word.doc_number": ("文号", "Number"),
    "word.issuers": ("发文机关", "Issued by"),
    "word.issued": ("成文日期", "Signed"),
    "word.published": ("发布日期", "Published"),
    "word.region": ("地区", "Region"),
    "word.stage": ("状态", "Stage"),
    "word.title": ("标题", "Title"),
    "word.hash": ("快照", "Snapshot"),
    "word.time": ("保存时间", "Stored at"),
    "word.url": ("网址", "Address"),
    "word.kind": ("类别", "Kind"),
    "word.value": ("数值", "Value"),
    "word.unit": ("单位", "Unit"),
    "word.text": ("内容", "Text"),
    "word.more": ("展开", "show"),
    "word.opening": ("首尾段", "unnumbered"),
    "word.skip": ("跳到正文", "Skip to the report"),
    "word.contents": ("目录", "Contents"),
    "word.figure": ("数字", "Figure"),
    "word.scope": ("对象与期间", "Scope and period"),
    "mark.del": ("〔删：{text}〕", "〔del: {text}〕"),
    "mark.ins": ("〔增：{text}〕", "〔ins: {text}〕"),
    "mark.mail.del": ("【删：{text}】", "【del: {text}】"),
    "mark.mail.ins": ("【增：{text}】", "【ins: {text}】"),
    "mark.del.name": ("删去", "deleted"),
    "mark.ins.name": ("增加", "inserted"),
    "list.separator": ("、", ", "),
    "clause.separator": ("，", ", "),
    "sentence.separator": ("；", "; "),
    "colon": ("：", ": "),
    "label": ("［{label}］", " [{label}]"),
    "brackets": ("（{text}）", " ({text})"),
}

_NUMBER = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")


def say(key: str, lang: Lang, **values: object) -> str:
    """The phrase `key` with its fields filled in. `[one|many]` in a phrase is chosen by the field `n` (or `days`)."""
    template = PHRASES[key][0 if lang == "zh" else 1]
    count = values.get("n", values.get("days"))
    chosen = _NUMBER.sub(lambda match: match[1] if count == 1 else match[2], template)
    return chosen.format(**values)
