"""Random values of the models, for laws that must hold for all of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from tracker import models

words = st.text(alphabet="示例市政策措施一二3.%“”<&>|=*\n\u3000\U00020bb7\x0b", max_size=12)
maybe_words = st.none() | words
days = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2099, 12, 31))
maybe_days = st.none() | days
times = st.datetimes(min_value=dt.datetime(2000, 1, 1), max_value=dt.datetime(2099, 1, 1), timezones=st.just(dt.UTC))
numbers = st.decimals(min_value=0, max_value=Decimal("1E15"), allow_nan=False, allow_infinity=False)
hashes = st.none() | st.text(alphabet="0123456789abcdef", min_size=64, max_size=64)


def tuples(values: st.SearchStrategy, most: int = 2) -> st.SearchStrategy:
    return st.lists(values, max_size=most).map(tuple)


bounds = st.sampled_from(["max", "min", "exact", "range"])
_measures = st.builds(
    models.Figure, text=words, kind=st.sampled_from(["amount", "ratio", "duration", "quantity", "rate"]),
    value=numbers, value_high=st.none() | numbers, unit=maybe_words, bound=bounds, scope=maybe_words,
    period=st.none() | st.sampled_from(["年", "累计", "一次性", "月"]), subject=maybe_words,
)  # fmt: skip
_dates = st.builds(
    models.Figure, text=words, kind=st.just("date"), value=days.map(str), value_high=st.none() | days.map(str)
)
figures = _measures | _dates
modals = st.builds(models.Modal, word=words, strength=st.integers(-3, 3), start=st.just(0), end=st.just(1))
clauses = st.builds(
    models.Clause, label=words, path=tuples(words), heading=maybe_words, text=words, line=st.integers(1, 99),
    number=st.none() | st.integers(1, 99), chapter=maybe_words, figures=tuples(figures), modals=tuples(modals),
)  # fmt: skip
repeals = st.builds(
    models.Repeal, title=maybe_words, doc_number=maybe_words, partial=maybe_words, effective=maybe_days,
    text=words, clause=words, document=maybe_words,
)  # fmt: skip
validities = st.builds(
    models.Validity, effective_from=maybe_days, expires_on=maybe_days, term=maybe_words, text=maybe_words,
    reasoning=maybe_words,
)  # fmt: skip
stages = st.sampled_from(["draft", "trial", "revised", "final"])
citations = st.builds(
    models.Citation, title=maybe_words, doc_number=maybe_words, clause=words,
    purpose=st.sampled_from(["basis", "apply", "support", "mention"]),
)  # fmt: skip
versions = st.builds(
    models.Version, title=words, text=words, doc_number=maybe_words, issuers=tuples(words), stage=stages,
    issued=maybe_days, published=maybe_days, region=maybe_words, printed_title=maybe_words, notice=maybe_words,
    status=maybe_words, stated_validity=st.none() | validities, first_line=st.integers(1, 99), source=maybe_words,
    sha256=hashes, fetched_at=st.none() | times, reader=maybe_words, clauses=tuples(clauses),
    repeals=tuples(repeals), citations=tuples(citations), validity=validities,
)  # fmt: skip
figure_changes = st.builds(
    models.FigureChange,
    change=st.sampled_from(["raised", "lowered", "added", "removed", "rescoped", "rebound", "redated"]),
    clause=words, old=st.none() | figures, new=st.none() | figures, delta=maybe_words,
)  # fmt: skip
modal_changes = st.builds(
    models.ModalChange, change=st.sampled_from(["weakened", "strengthened", "narrowed", "widened"]), clause=words,
    old=words, new=words, old_sentence=words, new_sentence=words,
)  # fmt: skip
item_changes = st.builds(
    models.ItemChange, change=st.sampled_from(["added", "removed", "moved"]), name=words, text=words
)
edits = st.tuples(st.just("="), words) | st.tuples(st.just("="), words, words) | st.tuples(st.sampled_from("+-"), words)
clause_changes = st.builds(
    models.ClauseChange, change=st.sampled_from(["unchanged", "edited", "added", "removed"]),
    old=st.none() | clauses, new=st.none() | clauses, moved=st.booleans(), renumbered=st.booleans(),
    relation=st.sampled_from(["one", "split", "merged"]), similarity=st.floats(0, 1), edits=tuples(edits, 4),
    figures=tuples(figure_changes), modals=tuples(modal_changes), items=tuples(item_changes),
    settled_by=maybe_words,
)  # fmt: skip


@st.composite
def diffs(draw: st.DrawFn) -> models.Diff:
    """The figure changes of a diff are those of its rows, and one that stands in none."""
    rows = draw(tuples(clause_changes, 3))
    figures = tuple(change for row in rows for change in row.figures)
    return models.Diff(
        old=draw(versions), new=draw(versions), clauses=rows, figures=figures + draw(tuples(figure_changes, 1)),
        repeals=draw(tuples(repeals)), related=draw(st.booleans()),
    )  # fmt: skip


documents = st.builds(
    models.DocumentRef, id=words, title=words, doc_number=maybe_words, region=maybe_words, issuers=tuples(words),
    stage=stages, issued=maybe_days, published=maybe_days,
)  # fmt: skip
evidence = st.builds(
    models.Evidence, url=maybe_words, sha256=hashes, fetched_at=st.none() | times, doc_number=maybe_words,
    clause=maybe_words,
)  # fmt: skip
events = st.builds(
    models.Event, kind=st.sampled_from(models.EventKind.__args__), key=words, happened_at=times,
    document=st.none() | documents, other=st.none() | documents, source=maybe_words, diff=st.none() | diffs(),
    repeal=st.none() | repeals, version=st.none() | versions, detail=maybe_words, on=maybe_days,
    evidence=tuples(evidence), id=st.none() | st.integers(1, 10**6),
)  # fmt: skip
health = st.builds(
    models.SourceHealth, source=words, name=words, state=st.sampled_from(["ok", "failing", "never"]),
    last_good=st.none() | times, failing_since=st.none() | times, failures=st.integers(0, 9), reason=maybe_words,
    advice=maybe_words, url=maybe_words,
)  # fmt: skip
nights = st.builds(
    models.NightReport, title=words, started_at=times, finished_at=times, events=tuples(events, 2),
    health=tuples(health, 2), documents=st.integers(0, 99), pages=st.integers(0, 99), unchanged=st.integers(0, 99),
)  # fmt: skip
