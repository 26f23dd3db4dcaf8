"""What a person settled, as the stages take it: pairs of clauses, documents kept apart or joined."""

from __future__ import annotations

import datetime as dt
import getpass
from typing import TYPE_CHECKING, Any

from tracker.align import ClauseKey, Settled, clause_key
from tracker.errors import UsageError
from tracker.models import Clause, Version

if TYPE_CHECKING:
    from tracker.store import Decision, Store


def settled_pairs(store: Store | None, document: str | None) -> tuple[Settled, ...]:
    """The pairs of clauses settled by hand for the versions of a document, in the order they were settled."""
    if store is None or document is None:
        return ()
    return tuple(_settled(item) for item in store.decisions("pair") if item.data["document"] == document)


def _settled(decision: Decision) -> Settled:
    return Settled(old=_key(decision.data["old"]), new=_key(decision.data["new"]), by=decision.by, at=decision.at)


def _key(data: dict[str, Any] | None) -> ClauseKey | None:
    if data is None:
        return None
    return ClauseKey(label=data["label"], path=tuple(data["path"]), digest=data["digest"])


def settle_pair(store: Store, document: str, old: Clause | None, new: Clause | None, now: dt.datetime) -> None:
    """Keep that `old` continues in `new` (None: in nothing), with who said so and when; it survives rebuilds."""
    sides = {"old": _data(old), "new": _data(new)}
    key = "pair:" + document + ":" + ":".join(side["digest"] if side else "-" for side in sides.values())
    decide(store, "pair", key, {"document": document, **sides}, now)


def _data(clause: Clause | None) -> dict[str, Any] | None:
    if clause is None:
        return None
    key = clause_key(clause)
    return {"label": key.label, "path": list(key.path), "digest": key.digest}


def clause_labelled(version: Version, label: str) -> Clause | None:
    """The clause of `version` that a person names: its label with or without dots and brackets, "-" for none.

    Raises:
        UsageError: no clause, or several, bear that label.
    """
    if label == "-":
        return None
    wanted = _bare(label)
    found = [clause for clause in version.clauses if clause.label and _bare(clause.label) == wanted]
    if len(found) == 1:
        return found[0]
    by_path = [clause for clause in version.clauses if "".join(map(_bare, clause.path)) == wanted]
    if len(by_path) == 1:
        return by_path[0]
    labels = ", ".join("".join(clause.path) for clause in (found or version.clauses) if clause.label)
    raise UsageError(
        f"{version.title}: {'several clauses' if found else 'no clause'} labelled {label!r}; it has {labels}"
    )


def _bare(label: str) -> str:
    return "".join(char for char in label if char.isalnum())


def kept_apart(store: Store) -> frozenset[frozenset[str]]:
    """Pairs of documents that a person said are not the same."""
    return frozenset(frozenset(item.data["documents"]) for item in store.decisions("unlink"))


def decided_by() -> str:
    """Who settles something: the name of the user who runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a user table
        return "unknown"


def decide(store: Store, kind: str, key: str, data: dict[str, Any], now: dt.datetime) -> None:
    """Keep a decision with who and when."""
    from tracker.store import Decision

    store.decide(Decision(kind=kind, key=key, data=data, by=decided_by(), at=now))
