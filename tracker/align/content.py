"""What a clause says, as terms that can be weighed.

In: the clauses of both versions. Out: one `Content` per clause: its text in a form where layout, the script of
numerals and renumbered cross references make no difference, its terms (pairs of neighbouring characters) weighed
by how rare they are in the two versions.

A term that stands in nearly every clause (应当, 本办法) says nothing about which clause continues which; its
weight ln((N + 1) / df) is near 0. N and df are counted on the side where they are greater, so that a term is not the
less rare for standing on both sides: there it is evidence. Source of the weight: Spärck Jones 1972 (inverse
document frequency), of the length-normalised product of such vectors: Salton and Buckley 1988. Pairs of
characters are the usual terms for Chinese without a word list (Kwok 1997).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum, log, sqrt
from operator import mul
from zlib import crc32

from tracker.models import Clause
from tracker.text import CHINESE_NUMERAL, chinese_number, fold, plain

_XREF = re.compile(rf"第(?:{CHINESE_NUMERAL}|\d)+(?=[条款项章节])")
_PERCENT = re.compile(rf"百分之((?:{CHINESE_NUMERAL}|[\d.点])+)")
_NUMBER = re.compile(rf"(?:{CHINESE_NUMERAL}|\d|(?<=\d)\.(?=\d)|(?<={CHINESE_NUMERAL})点(?={CHINESE_NUMERAL}))+")
_SENTENCE_END = re.compile(r"\n|(?<=[。;；!?！？])(?![\n”’」』）)])")
# a number stands for one character of the private plane: 3000 and 2000 share no half of themselves
_NUMBER_BASE = 0xF0000
_NUMBER_SIZE = 0xFFFD
_RUN = re.compile(r"[\w%\U000F0000-\U000FFFFD]+")
# an item's own marker says nothing: （三）, 3., 三、, (3)
_ITEM_MARK = re.compile(rf"^(?:\((?:{CHINESE_NUMERAL}|\d)+\)|(?:{CHINESE_NUMERAL})+、|\d+[.、](?!\d))")
# sentences shorter than this many characters ride with the one before: alone they tell no clause from another
_SHORT_SENTENCE = 6

# a shorter text is weighed as if it had so many clauses: four are too few to tell what is rare
_LEAST_CLAUSES = 12
# a term in no more clauses of a side than this is scarce
_SCARCE = 2

Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, 款 or 项 of a clause: code points [start, end) of its text, and the weight of its terms."""

    start: int
    end: int
    terms: Terms  # of unit length
    mass: float


@dataclass(frozen=True, slots=True)
class Content:
    """A clause made ready to be weighed against others."""

    key: str  # the same for two clauses that say the same in the same words
    checksum: int  # of the key
    terms: Terms  # of unit length, the heaviest first
    mass: float  # sum of the rarity of its terms: how much it says
    own: float  # share of its weight in terms that stand once on a side at most, 0 to 1
    number: int | None
    heading: frozenset[str]  # its pairs of neighbouring characters


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of both sides, and the rarity (in nats) of every term that stands in them."""

    old: tuple[Content, ...]
    new: tuple[Content, ...]
    rarity: Mapping[str, float]
    scarce: float  # least rarity of a scarce term


def value_form(text: str) -> str:
    """Normal form with numerals as values and cross references without their number.

    >>> value_form("依照 第二十五条，奖励三千万元（百分之三十）")
    '依照第#条,奖励30000000元(30%)'
    """
    return _value_form(fold(text).text)


def _value_form(text: str) -> str:
    text = _XREF.sub("第#", text)
    text = _PERCENT.sub(lambda match: f"{_value(match[1])}%", text)
    return _NUMBER.sub(lambda match: _value(match[0]), text)


def _value(numeral: str) -> str:
    value = chinese_number(numeral)
    return numeral if value is None else str(plain(value))


def _terms(text: str) -> Counter[str]:
    """The terms of a text in value form with their counts."""
    coded = re.sub(r"\d+(?:\.\d+)?", lambda m: chr(_NUMBER_BASE + crc32(m[0].encode()) % _NUMBER_SIZE), text)
    counts: Counter[str] = Counter()
    for run in _RUN.findall(coded):
        if len(run) == 1:
            counts[run] += 1
        else:
            counts.update([a + b for a, b in pairwise(run)])
    return counts


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text + "\n"):
        end = min(match.end(), len(text))
        if not text[start:end].strip():
            continue
        if spans and len(text[start:end].strip()) < _SHORT_SENTENCE:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        start = end
    return spans


def read_contents(old: Sequence[Clause], new: Sequence[Clause]) -> Contents:
    """The contents of n old and m new clauses, their terms weighed over both sides together."""
    texts = dict.fromkeys(clause.text for clause in (*old, *new))
    forms = {text: value_form(text) for text in texts}
    counts = {text: _terms(form) for text, form in forms.items()}
    frequency = _frequency(counts[clause.text] for clause in old) | _frequency(counts[clause.text] for clause in new)
    total = max(len(old), len(new), _LEAST_CLAUSES)
    rarity = {term: log((total + 1) / count) for term, count in frequency.items()}
    blank = {text: _content(forms[text], counts[text], rarity, frequency) for text in texts}

    def content(clause: Clause) -> Content:
        return replace(blank[clause.text], number=clause.number, heading=_heading_terms(clause.heading))

    return Contents(tuple(map(content, old)), tuple(map(content, new)), rarity, log((total + 1) / _SCARCE))


def _content(
    form: str, counts: Mapping[str, int], rarity: Mapping[str, float], frequency: Mapping[str, int]
) -> Content:
    """The content of a text in value form, without what its clause adds."""
    terms, mass = _weigh(counts, rarity)
    own = fsum([weight * weight for term, weight in terms.items() if frequency[term] == 1])
    heaviest = {term: terms[term] for term in sorted(terms, key=terms.__getitem__, reverse=True)}
    return Content(form, crc32(form.encode()), heaviest, mass, own, None, frozenset())


def _heading_terms(heading: str | None) -> frozenset[str]:
    return frozenset(a + b for a, b in pairwise(value_form(heading))) if heading else frozenset()


def _frequency(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    """In how many clauses of one side each term stands."""
    frequency: Counter[str] = Counter()
    for terms in counts:
        frequency.update(terms.keys())
    return frequency


def read_sentences(text: str, rarity: Mapping[str, float]) -> tuple[Sentence, ...]:
    """The sentences, 款 and 项 of a clause that say something."""
    sentences = []
    for start, end in _sentence_spans(text):
        terms, mass = _weigh(_terms(_ITEM_MARK.sub("", value_form(text[start:end]))), rarity)
        if terms:
            sentences.append(Sentence(start, end, terms, mass))
    return tuple(sentences)


def _weigh(counts: Mapping[str, int], rarity: Mapping[str, float]) -> tuple[dict[str, float], float]:
    weights = {
        term: rarity[term] if count == 1 else (1 + log(count)) * rarity[term]
        for term, count in counts.items()
        if term in rarity
    }
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return ({term: weight / length for term, weight in weights.items()} if length else {}), sum(weights.values())


def cosine(a: Terms, b: Terms) -> float:
    """Likeness of two weighed texts, 0 (nothing in common) to 1 (the same terms)."""
    return min(1.0, fsum([a[term] * b[term] for term in a.keys() & b.keys()]))


def covered(part: Terms, whole: Set[str]) -> float:
    """How much of `part` stands among the terms of a whole, 0 to 1: the squared weights of its terms found there."""
    weights = [part[term] for term in part.keys() & whole]
    return min(1.0, fsum(map(mul, weights, weights)))
