"""The documents, the versions of their text, where these stand, and the search over their clauses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tracker.errors import UsageError
from tracker.models import DocumentRef, Version
from tracker.names import title_key
from tracker.store import codec
from tracker.store.connection import Connection, writing
from tracker.store.records import FoundClause, StoredVersion, newest
from tracker.store.rows import (
    citation_row,
    clause_from,
    clause_row,
    document_row,
    figure_row,
    place_row,
    reference_from,
    repeal_row,
    text_hash,
    version_from,
    version_row,
)
from tracker.text import findable

# Reading order of the versions of a document: by the day of the text, then as seen, a draft before what was issued that
# day; a draft that names no day is the first text there was, not the last one that was fetched
_ORDER = (
    "NOT (stage = 'draft' AND coalesce(issued, published) IS NULL), "
    "coalesce(issued, published, substr(fetched_at, 1, 10)), stage <> 'draft', fetched_at, id"
)
# What names a document; the texts beside it are long
_REFERENCE = "document, title, doc_number, region, issuers, stage, issued, published"


class Documents(Connection):
    """The tables documents, versions, places, clauses, figures, repeals and citations."""

    # ── documents ───────────────────────────────────────────────────────────────────────────────────

    def add_document(self, version: Version, now: dt.datetime) -> str:
        """A new document named as `version`; its id, which no document had before, one that joined another included."""
        with writing(self):
            (row,) = self._rows(
                "SELECT coalesce(max(CAST(substr(id, 2) AS INTEGER)), 0) + 1 AS next FROM (SELECT id FROM documents "
                "UNION ALL SELECT value FROM decisions, json_each(decisions.data, '$.documents'))"
            )
            identity = f"d{row['next']}"
            self._insert("documents", document_row(identity, version, now))
        return identity

    def documents(self) -> tuple[DocumentRef, ...]:
        """Every document as its latest version names it, in the order they were first seen."""
        rows = self._rows(f"SELECT {_REFERENCE} FROM latest_versions ORDER BY CAST(substr(document, 2) AS INTEGER)")
        return tuple(reference_from(row) for row in rows)

    def document(self, identity: str) -> DocumentRef:
        """One document by its id."""
        rows = self._rows(f"SELECT {_REFERENCE} FROM latest_versions WHERE document = ?", (identity,))
        if not rows:
            raise UsageError(f"no document {identity} in {self.path}; `tracker docs` lists them")
        return reference_from(rows[0])

    def titles(self) -> tuple[tuple[str, str, str | None], ...]:
        """(document, title, document number) of every version: what narrows a search for the same document."""
        rows = self._rows("SELECT DISTINCT document, title, doc_number FROM versions ORDER BY id")
        return tuple((row["document"], row["title"], row["doc_number"]) for row in rows)

    def forget_document(self, document: str, successor: str) -> None:
        """Remove a document whose versions have joined `successor`; its events go with them, told as they are."""
        with writing(self):
            self.db.execute(
                "UPDATE OR IGNORE events SET key = replace(key, ?, ?) WHERE instr(key, ?)",
                [f":{document}:", f":{successor}:", f":{document}:"],
            )
            self.db.execute("UPDATE events SET document = ? WHERE document = ?", [successor, document])
            self.db.execute("UPDATE events SET other = ? WHERE other = ?", [successor, document])
            self.db.execute("DELETE FROM documents WHERE id = ?", [document])

    # ── versions ────────────────────────────────────────────────────────────────────────────────────

    def add_version(self, document: str, version: Version, *, cause: str, seen_at: dt.datetime) -> int:
        """Store `version` with what it says; its number."""
        with writing(self):
            number = self._insert("versions", version_row(document, version, cause))
            self._insert_content(number, version)
            self._insert_place(number, version, seen_at)
        return number

    def replace_version(self, number: int, version: Version) -> None:
        """Put what today's readers see in place of version `number` (`tracker rebuild`)."""
        with writing(self):
            (row,) = self._rows("SELECT document, cause FROM versions WHERE id = ?", (number,))
            for table in ("figures", "clauses", "repeals", "citations"):
                self.db.execute(f"DELETE FROM {table} WHERE version = ?", [number])
            self.db.table("versions").update(number, version_row(row["document"], version, row["cause"]))
            self._insert_content(number, version)

    def _insert_content(self, number: int, version: Version) -> None:
        first = self._rows("SELECT coalesce(max(id), 0) + 1 AS next FROM clauses")[0]["next"]
        clauses = list(enumerate(version.clauses))
        figures = [figure_row(figure, first + at, number) for at, clause in clauses for figure in clause.figures]
        self._insert_all("clauses", [{"id": first + at, **clause_row(clause, at, number)} for at, clause in clauses])
        self._insert_all("figures", figures)
        self._insert_all("repeals", [repeal_row(repeal, number) for repeal in version.repeals])
        self._insert_all("citations", [citation_row(citation, number) for citation in version.citations])

    def move_versions(self, versions: Iterable[int], document: str) -> None:
        """Give versions to another document (`tracker link`, `unlink`)."""
        with writing(self):
            for number in versions:
                self.db.table("versions").update(number, {"document": document})

    def versions(self, document: str) -> tuple[StoredVersion, ...]:
        """All versions of a document with their whole text, oldest first."""
        rows = self._rows(f"SELECT * FROM versions WHERE document = ? ORDER BY {_ORDER}", (document,))
        return tuple(version_from(row, ordinal) for ordinal, row in enumerate(rows, start=1))

    def heads(self, document: str | None = None) -> dict[str, tuple[StoredVersion, ...]]:
        """The versions of every document (or of one) without text and clauses, oldest first, by document."""
        where, arguments = ("WHERE document = ?", [document]) if document else ("", [])
        rows = self._rows(
            f"SELECT id, document, cause, head AS data FROM versions {where} "
            f"ORDER BY CAST(substr(document, 2) AS INTEGER), {_ORDER}",
            arguments,
        )
        found: dict[str, list[StoredVersion]] = {}
        for row in rows:
            versions = found.setdefault(row["document"], [])
            versions.append(version_from(row, len(versions) + 1))
        return {identity: tuple(versions) for identity, versions in found.items()}

    def all_versions(self) -> Iterator[StoredVersion]:
        """Every version of every document, document by document."""
        for reference in self.documents():
            yield from self.versions(reference.id)

    def whole(self, head: StoredVersion) -> StoredVersion:
        """A version that `heads` gave, with its text and clauses."""
        (row,) = self._rows("SELECT data FROM versions WHERE id = ?", (head.id,))
        return replace(head, version=codec.load(Version, row["data"]))

    def latest(self, document: str) -> StoredVersion:
        """The newest issued version of a document with its whole text; a draft where nothing was issued."""
        return self.whole(newest(self.heads(document)[document]))

    def same_text(self, document: str, version: Version) -> int | None:
        """The number of the newest version of `document` with the text and stage of `version`, if there is one."""
        rows = self._rows(
            "SELECT max(id) AS id FROM versions WHERE document = ? AND stage = ? AND text_hash = ?",
            (document, version.stage, text_hash(version)),
        )
        return rows[0]["id"] if rows else None

    # ── places ──────────────────────────────────────────────────────────────────────────────────────

    def _insert_place(self, number: int, version: Version, seen_at: dt.datetime) -> None:
        if version.source:
            self._insert_all("places", [place_row(version, number, seen_at)], key=("version", "url"))

    def add_place(self, number: int, version: Version, seen_at: dt.datetime) -> None:
        """Note that version `number` also stands at `version.source`."""
        with writing(self):
            self._insert_place(number, version, seen_at)

    def places(self, number: int) -> tuple[str, ...]:
        """Addresses version `number` was seen at, first seen first."""
        rows = self._rows("SELECT url FROM places WHERE version = ? ORDER BY first_seen, url", (number,))
        return tuple(row["url"] for row in rows)

    def places_of(self, document: str) -> tuple[str, ...]:
        """Addresses any version of `document` was seen at."""
        rows = self._rows(
            "SELECT DISTINCT url FROM places WHERE version IN (SELECT id FROM versions WHERE document = ?)", (document,)
        )
        return tuple(row["url"] for row in rows)

    def leave_place(self, url: str, staying: Iterable[str], now: dt.datetime) -> tuple[str, ...]:
        """Note that of the documents that stood at `url` only `staying` still do; the ids of those that left."""
        keep = set(staying)
        rows = self._rows(
            "SELECT DISTINCT v.document FROM places p JOIN versions v ON v.id = p.version "
            "WHERE p.url = ? AND p.left_at IS NULL ORDER BY v.id",
            (url,),
        )
        left = tuple(row["document"] for row in rows if row["document"] not in keep)
        with writing(self):
            for document in left:
                self.db.execute(
                    "UPDATE places SET left_at = ? WHERE url = ? AND left_at IS NULL "
                    "AND version IN (SELECT id FROM versions WHERE document = ?)",
                    [now.isoformat(), url, document],
                )
        return left

    def version_at(self, url: str, title: str | None = None) -> StoredVersion | None:
        """The version that stands at `url`; where several documents stand there, the one titled `title`."""
        rows = self._rows(
            "SELECT v.id, v.document, v.title FROM places p JOIN versions v ON v.id = p.version "
            "WHERE p.url = ? AND p.left_at IS NULL ORDER BY p.first_seen DESC, v.id DESC",
            (url,),
        )
        wanted = title_key(title) if title else None
        for row in rows:
            if wanted is None or title_key(row["title"]) == wanted:
                heads = self.heads(row["document"])[row["document"]]
                return next(self.whole(head) for head in heads if head.id == row["id"])
        return None

    def elsewhere(self, number: int, url: str) -> tuple[str, ...]:
        """The addresses other than `url` that show version `number` now, first seen first.

        None that is gone; nor a file that was imported once, which shows what was, not what is.
        """
        rows = self._rows(
            "SELECT p.url FROM places p WHERE p.version = ? AND p.url <> ? AND p.left_at IS NULL "
            "AND EXISTS (SELECT 1 FROM addresses a WHERE a.url = p.url AND a.state <> 'gone') AND NOT EXISTS ("
            "SELECT 1 FROM places q JOIN versions w ON w.id = q.version "
            "WHERE q.url = p.url AND w.document = (SELECT document FROM versions WHERE id = p.version) "
            "AND (q.first_seen, w.id) > (p.first_seen, p.version)) ORDER BY p.first_seen, p.url",
            (number, url),
        )
        return tuple(row["url"] for row in rows)

    def stands_at(self, document: str, url: str) -> bool:
        """Whether a version of `document` stands at `url`."""
        return bool(
            self._rows(
                "SELECT 1 FROM places p JOIN versions v ON v.id = p.version "
                "WHERE v.document = ? AND p.url = ? AND p.left_at IS NULL LIMIT 1",
                (document, url),
            )
        )

    def is_gone(self, document: str) -> bool:
        """Whether no address that showed `document` does so still; one that was only imported never had one."""
        (row,) = self._rows(
            "SELECT count(*) AS all_places, sum(p.left_at IS NULL AND a.state <> 'gone') AS standing "
            "FROM places p JOIN addresses a ON a.url = p.url JOIN versions v ON v.id = p.version WHERE v.document = ?",
            (document,),
        )
        return bool(row["all_places"]) and not row["standing"]

    # ── search ──────────────────────────────────────────────────────────────────────────────────────

    def search(self, words: str, *, limit: int) -> tuple[FoundClause, ...]:
        """Clauses of the latest versions that hold every word of `words`; two-character words included.

        The trigram index answers words of three characters or more; shorter ones are looked for in the text
        itself, because a trigram index holds no rows for them.
        """
        terms = [term for word in words.split() if (term := findable(word))]
        if not terms:
            return ()
        conditions, arguments = ["c.version IN (SELECT id FROM latest_versions)"], []
        for term in terms:
            if len(term) >= 3:
                conditions.append("c.id IN (SELECT rowid FROM clauses_fts WHERE clauses_fts MATCH ?)")
                arguments.append('"' + term.replace('"', '""') + '"')
            else:
                conditions.append("instr(c.plain, ?) > 0")
                arguments.append(term)
        rows = self._rows(
            "SELECT c.*, v.document, v.source, v.sha256, v.fetched_at "
            "FROM clauses c JOIN versions v ON v.id = c.version "
            f"WHERE {' AND '.join(conditions)} ORDER BY CAST(substr(v.document, 2) AS INTEGER), "
            "c.position LIMIT ?",
            [*arguments, limit],
        )
        references = {item.id: item for item in self.documents()}
        return tuple(clause_from(row, references[row["document"]]) for row in rows)
