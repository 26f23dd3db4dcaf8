"""How the pairing holds where the laws at hand are made harder in a known way, beside the greedy best match.

    python -m accuracy.maps_stress [--shared DIR] [--seeds N] [--only WORD]

Every stress changes the new version, the old one, or both, of each of the 13 pairs by chance of a fixed seed, and
carries the links of the map along: what is taken out leaves its partner alone, what is cut in two keeps its links in
both halves, what comes from another law continues nothing. One row per stress and level, all laws and seeds together.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations
from pathlib import Path

from rapidfuzz import fuzz

from accuracy.maps import (
    METRICS,
    NOISE,
    Label,
    LawPair,
    Links,
    best_first,
    load_pairs,
    read_label,
    score_links,
    total,
)
from accuracy.score import Counts
from tracker.align.pairing import find_links
from tracker.align.scoring import WEIGHTS, Weights
from tracker.models import Clause

SEEDS = 2
# least ratio of the greedy baseline
_BASELINE_RATIO = 50.0
SHAPES = ("split", "merge")

Ids = tuple[Label, ...]  # the articles of the map that an entry holds; none for one of another law


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause under stress, and the articles of the map whose text it holds (the heaviest first)."""

    clause: Clause
    ids: Ids
    faint: bool = False  # a small piece of a cut article: its links may be found or not


Side = list[Entry]


@dataclass(frozen=True, slots=True)
class Bench:
    """A law, both sides still to be changed, with the articles of another law of the nearest subject."""

    law: LawPair
    old: Side
    new: Side
    strangers: tuple[Clause, ...]
    chance: random.Random


Stress = Callable[[Bench, float], Bench]


# ── the stresses ─────────────────────────────────────────────────────────────────────────────────


def _left(side: Side, share: float, chance: random.Random) -> Side:
    return [entry for entry in side if chance.random() >= share]


def _gone_from_new(bench: Bench, level: float) -> Bench:
    return replace(bench, new=_left(bench.new, level, bench.chance))


def _gone_from_old(bench: Bench, level: float) -> Bench:
    return replace(bench, old=_left(bench.old, level, bench.chance))


def _gone_from_both(bench: Bench, level: float) -> Bench:
    return _gone_from_new(_gone_from_old(bench, level), level)


def _replaced_by_strangers(bench: Bench, level: float) -> Bench:
    """Articles of the new version give their place to articles of another law."""
    return replace(bench, new=[_stranger(bench) if bench.chance.random() < level else entry for entry in bench.new])


def _strangers_between(bench: Bench, level: float) -> Bench:
    new: Side = []
    for entry in bench.new:
        new += [_stranger(bench), entry] if bench.chance.random() < level else [entry]
    return replace(bench, new=new)


def _chapter_of_strangers(bench: Bench, level: float) -> Bench:
    """A stretch of another law put in at one place; `level`: its length as a share of the version."""
    size = min(len(bench.strangers), max(1, round(level * len(bench.new))))
    start = bench.chance.randrange(len(bench.strangers) - size + 1)
    at = bench.chance.randrange(len(bench.new) + 1)
    chapter = [Entry(clause, ()) for clause in bench.strangers[start : start + size]]
    return replace(bench, new=[*bench.new[:at], *chapter, *bench.new[at:]])


def _stranger(bench: Bench) -> Entry:
    return Entry(bench.chance.choice(bench.strangers), ())


def _chapters_reordered(bench: Bench, level: float) -> Bench:
    """The new version cut into `level` stretches, these shuffled."""
    cuts = sorted(bench.chance.sample(range(1, len(bench.new)), int(level) - 1))
    chapters = [bench.new[a:b] for a, b in zip([0, *cuts], [*cuts, len(bench.new)], strict=True)]
    bench.chance.shuffle(chapters)
    return replace(bench, new=[entry for chapter in chapters for entry in chapter])


def _moved(bench: Bench, level: float) -> Bench:
    new = list(bench.new)
    for entry in bench.chance.sample(new, round(level * len(new))):
        new.remove(entry)
        new.insert(bench.chance.randrange(len(new) + 1), entry)
    return replace(bench, new=new)


def _split(bench: Bench, level: float) -> Bench:
    new: Side = []
    for entry in bench.new:
        new += _halves(entry, bench) if bench.chance.random() < level else [entry]
    return replace(bench, new=new)


def _halves(entry: Entry, bench: Bench) -> Side:
    """An article cut at a 款 or sentence, where it is sure that both halves continue its one partner."""
    text = entry.clause.text
    borders = [match.end() for match in re.finditer(r"\n|。(?!\n)", text) if 12 <= match.end() <= len(text) - 12]
    partners = [old for old in bench.old if any((a, b) in bench.law.links for a in old.ids for b in entry.ids)]
    if not borders or len(partners) != 1 or fuzz.ratio(partners[0].clause.text, text) < 80:
        return [entry]
    at = bench.chance.choice(borders)
    pieces = text[:at].strip(), text[at:].strip()
    return [Entry(replace(entry.clause, text=piece), entry.ids, len(piece) < 0.3 * len(text)) for piece in pieces]


def _merged(bench: Bench, level: float) -> Bench:
    new: Side = []
    for entry in bench.new:
        if new and len(new[-1].ids) == 1 and bench.chance.random() < level:
            before = new.pop()
            clause = replace(before.clause, text=f"{before.clause.text}\n{entry.clause.text}")
            entry = Entry(clause, before.ids + entry.ids)
        new.append(entry)
    return replace(bench, new=new)


def _reworded(bench: Bench, level: float) -> Bench:
    return replace(bench, new=[_with_text(entry, _reword(entry.clause.text, level, bench)) for entry in bench.new])


_SYNONYMS = {
    "应当": "必须",
    "有关": "相关",
    "或者": "或",
    "不得": "禁止",
    "以及": "和",
    "依照": "按照",
    "根据": "依据",
    "其他": "另外的",
    "可以": "有权",
    "未经": "没有",
    "进行": "开展",
    "予以": "给予",
    "规定": "要求",
    "单位": "机构",
    "部门": "机关",
    "加强": "强化",
    "制定": "拟定",
    "建立": "设立",
    "及时": "尽快",
    "负责": "主管",
}


def _reword(text: str, level: float, bench: Bench) -> str:
    """About `level` of the characters in stretches of one to four: exchanged for synonyms, dropped, or foreign."""
    pieces, at = [], 0
    foreign = bench.chance.choice(bench.strangers).text
    while at < len(text):
        size = bench.chance.randint(1, 4)
        piece = text[at : at + size]
        word = text[at : at + 2]
        if word in _SYNONYMS and bench.chance.random() < min(1.0, 2 * level):
            pieces.append(_SYNONYMS[word])
            size = 2
        elif bench.chance.random() < level and not re.search(r"[\d\n]", piece):
            start = bench.chance.randrange(max(1, len(foreign) - 4))
            change = foreign[start : start + bench.chance.randint(1, 4)].replace("\n", "")
            pieces.append(bench.chance.choice(("", change, piece + change)))
        else:
            pieces.append(piece)
        at += size
    return "".join(pieces)


def _with_text(entry: Entry, text: str) -> Entry:
    return replace(entry, clause=replace(entry.clause, text=text))


def _laid_out_otherwise(bench: Bench, level: float) -> Bench:
    noise = NOISE[int(level)]
    return replace(bench, new=[_with_text(entry, noise(entry.clause.text)) for entry in bench.new])


def _unnumbered(bench: Bench, level: float) -> Bench:
    """The old version a draft without numbers (1), or the new one set as 一、 (2)."""
    if level == 1:
        bare = [replace(entry, clause=replace(entry.clause, label="", number=None)) for entry in bench.old]
        return replace(bench, old=bare)
    return replace(bench, new=[replace(e, clause=replace(e.clause, label=f"{e.clause.number}、")) for e in bench.new])


def _renumbered(bench: Bench, level: float) -> Bench:
    """Every number of the new version by `level` too high."""
    shift = int(level)
    new = [
        replace(entry, clause=replace(entry.clause, number=at + shift, label=f"第{at + shift}条"))
        for at, entry in enumerate(bench.new, 1)
    ]
    return replace(bench, new=new)


def _short(bench: Bench, level: float) -> Bench:
    """A stretch of `level` articles with what became of them, a fifth taken out of both sides."""
    start = bench.chance.randrange(len(bench.old) - int(level) + 1)
    old = bench.old[start : start + int(level)]
    partners = {b for entry in old for a, b in bench.law.links if a in entry.ids}
    places = [at for at, entry in enumerate(bench.new) if partners & set(entry.ids)]
    middle = places[len(places) // 2] if places else 0
    first = max(0, middle - int(level) // 2)
    kept = [e for at, e in enumerate(bench.new) if first <= at < first + int(level) or partners & set(e.ids)]
    return _gone_from_both(replace(bench, old=old, new=kept), 0.2)


def _all_at_once(bench: Bench, level: float) -> Bench:
    """Gone, strange, moved, cut, put together (each `level`) and twice as many words changed."""
    for stress in (_gone_from_old, _gone_from_new, _strangers_between, _moved, _split, _merged):
        bench = stress(bench, level)
    return _reworded(bench, 2 * level)


STRESSES: dict[str, tuple[Stress, tuple[float, ...]]] = {
    "as it is": (lambda bench, _: bench, (0,)),
    "gone from new": (_gone_from_new, (0.1, 0.2, 0.4)),
    "gone from old": (_gone_from_old, (0.1, 0.2, 0.4)),
    "gone from both": (_gone_from_both, (0.1, 0.2, 0.4)),
    "replaced by strangers": (_replaced_by_strangers, (0.1, 0.3)),
    "strangers between": (_strangers_between, (0.1, 0.3)),
    "chapter of strangers": (_chapter_of_strangers, (0.15, 0.3)),
    "chapters reordered": (_chapters_reordered, (3, 6)),
    "moved": (_moved, (0.1, 0.3)),
    "split": (_split, (0.1, 0.3)),
    "merged": (_merged, (0.1, 0.3)),
    "reworded": (_reworded, (0.1, 0.2, 0.3, 0.4)),
    "laid out otherwise": (_laid_out_otherwise, (0, 1, 2, 3)),
    "unnumbered": (_unnumbered, (1, 2)),
    "renumbered": (_renumbered, (1, 20)),
    "short texts": (_short, (6, 12)),
    "all at once": (_all_at_once, (0.05, 0.1, 0.15)),
}


# ── measuring ────────────────────────────────────────────────────────────────────────────────────


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="runs of each stress, each by another chance")
    parser.add_argument("--only", default="", help="the stresses whose name holds this")
    arguments = parser.parse_args()
    pairs = load_pairs(arguments.shared)
    columns = (*METRICS, *SHAPES)
    print(f"{'':<28} {'':<7}" + "".join(f"{name:>8}" for name in (*columns, "prec.")))
    for name, (_, levels) in STRESSES.items():
        for level in levels if arguments.only in name else ():
            made = stressed(pairs, name, level, arguments.seeds)
            for who, method in (("this", our_links), ("greedy", greedy_links)):
                counts = total_counts([(pair, method(pair)) for pair in made])
                values = [*(counts[column].f1 for column in columns), counts["main"].precision]
                print(f"{f'{name} {level:g}':<28} {who:<7}" + "".join(f"{value:>8.3f}" for value in values), flush=True)
    print_kinship(pairs, arguments.seeds)


def print_kinship(pairs: Sequence[LawPair], seeds: int) -> None:
    """How much of the smaller text is found again, in versions of one law and in different laws."""
    worst = stressed(pairs, "all at once", 0.15, seeds)
    kin = {
        what: [find_links(p.old, p.new).kinship for p in some] for what, some in (("", pairs), (", all at once", worst))
    }
    for what, shares in kin.items():
        print(f"found again in versions of one law{what}: {min(shares):.2f} to {max(shares):.2f}")
    crossed = [find_links(a.old, b.new).kinship for a, b in permutations(pairs, 2)]
    print(f"found again in different laws: {min(crossed):.2f} to {max(crossed):.2f} ({len(crossed)} crossings)")


def stressed(pairs: Sequence[LawPair], name: str, level: float, seeds: int) -> list[LawPair]:
    """Every pair under one stress, once per seed."""
    stress = STRESSES[name][0]
    made = []
    for pair in pairs:
        strangers = _nearest_law(pair, pairs)
        for seed in range(seeds):
            chance = random.Random(f"{pair.name} {name} {level:g} {seed}")
            made.append(_finish(stress(Bench(pair, _entries(pair.old), _entries(pair.new), strangers, chance), level)))
    return made


def _entries(clauses: Sequence[Clause]) -> Side:
    return [Entry(clause, (read_label(clause.label),)) for clause in clauses if clause.label]


def _nearest_law(pair: LawPair, pairs: Sequence[LawPair]) -> tuple[Clause, ...]:
    """The new version of the other law whose articles are most like those of this one."""

    def nearness(other: LawPair) -> float:
        sample = pair.new[:: max(1, len(pair.new) // 12)]
        return sum(max(_ratio(clause.text, each.text) for each in other.new) for clause in sample)

    nearest = max((other for other in pairs if other is not pair), key=nearness)
    return tuple(clause for clause in nearest.new if clause.label)


def _finish(bench: Bench) -> LawPair:
    """The pair with places as labels, and the links of the map between them."""
    links, faint, unchanged = set(), set(), set()
    for i, old in enumerate(bench.old):
        for j, new in enumerate(bench.new):
            joined = {(a, b) for a in old.ids for b in new.ids} & bench.law.links
            if joined:
                link = (i, 0), (j, 0)
                links.add(link)
                if new.faint or old.faint or joined <= bench.law.parts:
                    faint.add(link)
                if old.clause.text == new.clause.text:
                    unchanged.add(link)
    return LawPair(
        name=bench.law.name,
        old=tuple(entry.clause for entry in bench.old),
        new=tuple(entry.clause for entry in bench.new),
        links=frozenset(links),
        parts=frozenset(faint),
        unchanged=frozenset(unchanged),
        old_labels=frozenset((i, 0) for i in range(len(bench.old))),
        new_labels=frozenset((j, 0) for j in range(len(bench.new))),
    )


def our_links(pair: LawPair, weights: Weights = WEIGHTS) -> Links:
    """The links of `tracker.align` by place."""
    return {((i, 0), (j, 0)) for i, j in find_links(pair.old, pair.new, weights=weights).links}


def greedy_links(pair: LawPair) -> Links:
    """The greedy best match by place."""
    ratios = {
        ((i, 0), (j, 0)): ratio
        for i, old in enumerate(pair.old)
        for j, new in enumerate(pair.new)
        if (ratio := _ratio(old.text, new.text)) >= _BASELINE_RATIO
    }
    return best_first(ratios)


@cache
def _ratio(old: str, new: str) -> float:
    return fuzz.ratio(old, new, score_cutoff=_BASELINE_RATIO)


def total_counts(found: Sequence[tuple[LawPair, Links]]) -> dict[str, Counts]:
    """The counts of `score_links`, and those of the links of split and of merged articles."""
    counts = total(score_links(pair, links) for pair, links in found)
    for name, side in zip(SHAPES, (0, 1), strict=True):
        counts[name] = sum((_shape_counts(pair, links, side) for pair, links in found), Counts())
    return counts


def _shape_counts(pair: LawPair, found: Links, side: int) -> Counts:
    """Links whose article on `side` has several links: in the map, or among those found and not in the map."""
    wanted, claimed = _shared(set(pair.links), side), _shared(found, side)
    return Counts(tp=len(wanted & found), fp=len(claimed - pair.links), fn=len(wanted - found))


def _shared(links: Links, side: int) -> Links:
    ends = [link[side] for link in links]
    shared = {end for end in set(ends) if ends.count(end) > 1}
    return {link for link in links if link[side] in shared}


if __name__ == "__main__":
    main()
