"""The tables, as migrations in order. A migration that has shipped is never edited: add the next one.

runs        one row per nightly pass or import
snapshots   raw bytes, once per sha256, kept for ever
fetches     every time an address gave new bytes or failed: evidence of what was seen when
addresses   one row per address: validators for conditional GET, state, failures
documents   policies as works
versions    texts of a document, each read from a snapshot by a named reader
places      addresses a version was seen at
clauses, figures, repeals, citations   what a version says, for search and side-by-side views;
            `clauses.plain` is the text as search looks in it (tracker.text.findable)
events      changes that happened on a night: recorded once (`key`), reported once (`reported_in`)
reports     change reports written
outbox      messages to send: here before sending, until sent
sources     health of each source
decisions   what a person settled: pairs of clauses, links between documents
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sqlite_utils import Database, Migrations

migrations = Migrations("tracker")


def _statements(script: str) -> Iterator[str]:
    """Each statement of `script`; `executescript` would commit the migration's transaction half-way."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@migrations()
def m001_first_tables(db: Database) -> None:
    """All tables of the first release."""
    script = """
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            command TEXT NOT NULL,
            started_at TEXT NOT NULL,
            finished_at TEXT,
            owner TEXT,
            pages INTEGER,
            unchanged INTEGER
        );
        CREATE TABLE snapshots (
            sha256 TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            media_type TEXT,
            first_seen TEXT NOT NULL,
            content BLOB NOT NULL
        );
        CREATE TABLE fetches (
            id INTEGER PRIMARY KEY,
            run INTEGER REFERENCES runs(id),
            source TEXT,
            url TEXT NOT NULL,
            final_url TEXT,
            fetched_at TEXT NOT NULL,
            status INTEGER,
            sha256 TEXT REFERENCES snapshots(sha256),
            headers TEXT,
            problem TEXT
        );
        CREATE INDEX fetches_url ON fetches(url, fetched_at);
        CREATE TABLE addresses (
            url TEXT PRIMARY KEY,
            source TEXT,
            title TEXT,
            published TEXT,
            etag TEXT,
            last_modified TEXT,
            sha256 TEXT REFERENCES snapshots(sha256),
            text_length INTEGER,
            entries INTEGER,
            reader TEXT,
            cover TEXT,
            checked_at TEXT,
            changed_at TEXT,
            state TEXT NOT NULL DEFAULT 'new',
            failures INTEGER NOT NULL DEFAULT 0,
            reason TEXT
        );
        CREATE INDEX addresses_source ON addresses(source);
        CREATE TABLE documents (
            id TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            title_key TEXT NOT NULL,
            region TEXT,
            created_at TEXT NOT NULL
        );
        CREATE INDEX documents_title_key ON documents(title_key);
        CREATE TABLE versions (
            id INTEGER PRIMARY KEY,
            document TEXT NOT NULL REFERENCES documents(id),
            stage TEXT NOT NULL,
            title TEXT NOT NULL,
            doc_number TEXT,
            issued TEXT,
            published TEXT,
            region TEXT,
            issuers TEXT NOT NULL DEFAULT '[]',
            effective_from TEXT,
            expires_on TEXT,
            source TEXT,
            sha256 TEXT REFERENCES snapshots(sha256),
            fetched_at TEXT,
            reader TEXT,
            code_version TEXT,
            cause TEXT NOT NULL DEFAULT 'page',
            text_hash TEXT NOT NULL,
            head TEXT NOT NULL,
            data TEXT NOT NULL
        );
        CREATE INDEX versions_document ON versions(document);
        CREATE INDEX versions_doc_number ON versions(doc_number);
        CREATE TABLE places (
            version INTEGER NOT NULL REFERENCES versions(id),
            url TEXT NOT NULL,
            sha256 TEXT,
            first_seen TEXT NOT NULL,
            left_at TEXT,
            PRIMARY KEY (version, url)
        );
        CREATE INDEX places_url ON places(url);
        CREATE TABLE clauses (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL REFERENCES versions(id),
            position INTEGER NOT NULL,
            label TEXT NOT NULL,
            path TEXT NOT NULL,
            heading TEXT,
            text TEXT NOT NULL,
            plain TEXT NOT NULL,
            line INTEGER NOT NULL
        );
        CREATE INDEX clauses_version ON clauses(version);
        CREATE TABLE figures (
            id INTEGER PRIMARY KEY,
            clause INTEGER NOT NULL REFERENCES clauses(id),
            version INTEGER NOT NULL REFERENCES versions(id),
            kind TEXT NOT NULL,
            value TEXT NOT NULL,
            value_high TEXT,
            unit TEXT,
            bound TEXT NOT NULL,
            scope TEXT,
            period TEXT,
            text TEXT NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL
        );
        CREATE INDEX figures_version ON figures(version);
        CREATE TABLE repeals (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL REFERENCES versions(id),
            title TEXT,
            doc_number TEXT,
            partial TEXT,
            effective TEXT,
            clause TEXT,
            text TEXT
        );
        CREATE TABLE citations (
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL REFERENCES versions(id),
            title TEXT,
            doc_number TEXT,
            clause TEXT,
            purpose TEXT
        );
        CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            run INTEGER REFERENCES runs(id),
            key TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            document TEXT REFERENCES documents(id),
            other TEXT,
            source TEXT,
            happened_at TEXT NOT NULL,
            reported_in INTEGER REFERENCES reports(id),
            data TEXT NOT NULL
        );
        CREATE INDEX events_document ON events(document);
        CREATE TABLE reports (
            id INTEGER PRIMARY KEY,
            run INTEGER REFERENCES runs(id),
            title TEXT NOT NULL,
            started_at TEXT NOT NULL,
            finished_at TEXT NOT NULL,
            data TEXT NOT NULL
        );
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            channel TEXT NOT NULL,
            created_at TEXT NOT NULL,
            message BLOB NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            last_error TEXT,
            sent_at TEXT
        );
        CREATE TABLE sources (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            url TEXT,
            state TEXT NOT NULL,
            last_good TEXT,
            failing_since TEXT,
            failures INTEGER NOT NULL DEFAULT 0,
            reason TEXT,
            advice TEXT
        );
        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            key TEXT NOT NULL UNIQUE,
            data TEXT NOT NULL,
            by TEXT NOT NULL,
            at TEXT NOT NULL
        );
        CREATE VIRTUAL TABLE clauses_fts USING fts5(plain, content='clauses', content_rowid='id', tokenize='trigram');
        CREATE TRIGGER clauses_ai AFTER INSERT ON clauses BEGIN
            INSERT INTO clauses_fts(rowid, plain) VALUES (new.id, new.plain);
        END;
        CREATE TRIGGER clauses_ad AFTER DELETE ON clauses BEGIN
            INSERT INTO clauses_fts(clauses_fts, rowid, plain) VALUES ('delete', old.id, old.plain);
        END;
        CREATE VIEW latest_versions AS
            SELECT * FROM versions AS v WHERE v.id = (
                SELECT id FROM versions WHERE document = v.document
                ORDER BY stage = 'draft', coalesce(issued, published, substr(fetched_at, 1, 10)) DESC,
                    fetched_at DESC, id DESC
                LIMIT 1
            );
    """
    for statement in _statements(script):
        db.execute(statement)


@migrations()
def m002_search_without_brackets(db: Database) -> None:
    """首台套 finds 首台（套）, 5g finds 5G."""
    db.execute("UPDATE clauses SET plain = lower(replace(replace(plain, '(', ''), ')', ''))")
    db.execute("INSERT INTO clauses_fts(clauses_fts) VALUES ('rebuild')")
