"""The same reading in a process of its own, with a time and memory limit: for formats where a C library or hostile
input could hang or bring down the run.

The worker runs `work` below: a header line of JSON and the bytes go in, a `Page` as JSON comes
out. JSON, not pickle: what a broken reader writes is data and nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tracker.extract import sniff
from tracker.extract.limits import Limits, size_in_words
from tracker.extract.read import read_page
from tracker.models import Attachment, Page, PageMeta

_APART = frozenset((sniff.PDF, sniff.DOC, sniff.WPS, sniff.OFD, sniff.DOCX))
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]


def read_page_apart(
    content: bytes,
    *,
    name: str,
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
    selector: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Page:
    """`read_page` in a worker process where the format asks for one; small HTML and text are read here.

    A worker that crashes, hangs or takes too much memory gives a page whose `problem` says so.
    """
    kind = sniff.sniff_media_type(content, name)
    asked: dict[str, Any] = {
        "name": name,
        "media_type": media_type,
        "charset": charset,
        "url": url,
        "selector": selector,
    }
    if len(content) > limits.bytes or (kind not in _APART and len(content) <= limits.apart_bytes):
        return read_page(content, limits=limits, **asked)
    if kind == sniff.PDF:
        from tracker.extract import ocr  # the readers of printed pages, which only a PDF needs

        if ocr.is_installed():
            limits = replace(limits, seconds=limits.ocr_seconds, memory_bytes=limits.ocr_memory_bytes)
    header = json.dumps(asked | {"limits": asdict(limits)}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-c", "from tracker.extract.apart import work; work()"],
            input=header + b"\n" + content,
            capture_output=True,
            timeout=limits.seconds,
            env=_environment(),
        )
    except subprocess.TimeoutExpired:
        return _failed(kind, f"reading it took longer than {limits.seconds:g} seconds")
    except OSError as err:
        return _failed(kind, f"no process could be started to read it ({err.strerror})")
    if done.returncode or not done.stdout:
        return _failed(kind, _why_it_died(done.returncode, done.stderr.decode("utf-8", "replace"), limits))
    return _page(json.loads(done.stdout))


def _environment() -> dict[str, str]:
    paths = [str(_PACKAGE_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


def _failed(kind: str, why: str) -> Page:
    return Page(text="", media_type=kind, reader=kind.partition("/")[2], problem=why)


def _why_it_died(code: int, errors: str, limits: Limits) -> str:
    last = errors.strip().splitlines()[-1] if errors.strip() else ""
    if "MemoryError" in errors or "bad_alloc" in errors or "Cannot allocate memory" in errors:
        return f"reading it needed more than {size_in_words(limits.memory_bytes)} of memory"
    if code < 0:
        return f"the reader broke down on it (signal {-code})"
    return f"the reader broke down on it ({last[:120] or f'code {code}'})"


# ── in the worker ────────────────────────────────────────────────────────────────────────────────


def work() -> None:
    """Read one file from standard input and write its page to standard output."""
    answer, sys.stdout = sys.stdout.buffer, sys.stderr  # a library that prints does not spoil the answer
    header, _, content = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(header)
    limits = Limits(**asked.pop("limits"))
    _hold_memory(limits.memory_bytes)
    page = read_page(content, limits=limits, **asked)
    answer.write(json.dumps(asdict(page), default=str).encode())
    answer.flush()


def _hold_memory(most: int) -> None:
    """Bound the address space; systems without the call (Windows) rely on the time limit alone."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _page(values: dict[str, Any]) -> Page:
    """A page from its JSON form."""
    meta = values.pop("meta")
    for name in ("issued", "published", "effective_from", "expires_on"):
        meta[name] = dt.date.fromisoformat(meta[name]) if meta[name] else None
    values["meta"] = PageMeta(**meta | {"issuers": tuple(meta["issuers"])})
    for name in ("attachments", "links"):
        values[name] = tuple(Attachment(**each) for each in values[name])
    values["warnings"] = tuple(values["warnings"])
    return Page(**values)
