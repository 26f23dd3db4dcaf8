"""The one way in: bytes to a `Page` by the reader of their kind."""

from __future__ import annotations

from tracker.errors import ReadError
from tracker.extract import sniff
from tracker.extract.limits import Limits, check_size
from tracker.extract.plain import read_text
from tracker.models import Page


def read_page(
    content: bytes,
    *,
    name: str,
    media_type: str | None = None,
    charset: str | None = None,
    url: str | None = None,
    selector: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Page:
    """Read a snapshot or file.

    Args:
        content: raw bytes.

        name: file name or address; decides only between kinds whose bytes look alike.

        media_type: what the server said; counts only where bytes and name leave a choice.

        charset: the character set the server named.

        url: address of the page, for links and the date in it.

        selector: CSS selector of the body, from sources.toml.

        limits: what reading may cost.

    Returns:
        A page; never raises for bad content: `problem` says in one line what is wrong with it.
    """
    kind = sniff.sniff_media_type(content, name)
    if kind == sniff.PLAIN and media_type == sniff.HTML and b"<" in content[:4096]:
        kind = sniff.HTML
    try:
        return _read(content, kind, charset=charset, url=url, selector=selector, limits=limits)
    except ReadError as err:
        return Page(text="", media_type=kind, reader=kind.partition("/")[2], problem=" ".join(str(err).split()))


def _read(
    content: bytes, kind: str, *, charset: str | None, url: str | None, selector: str | None, limits: Limits
) -> Page:
    if not content:
        raise ReadError("the file is empty")
    check_size(content, limits.bytes, "a file")
    # Each reader brings a library of its own, which only its kind of file waits for
    if kind == sniff.HTML:
        from tracker.extract.html import read_html

        return read_html(content, charset=charset, url=url, selector=selector, limits=limits)
    if kind in (sniff.PLAIN, sniff.MARKDOWN):
        return read_text(content, media_type=kind, charset=charset, limits=limits)
    if kind == sniff.PDF:
        from tracker.extract.pdf import read_pdf

        return read_pdf(content, limits=limits)
    if kind == sniff.DOCX:
        from tracker.extract.word import read_docx

        return read_docx(content, limits=limits)
    if kind == sniff.OFD:
        from tracker.extract.ofd import read_ofd

        return read_ofd(content, limits=limits)
    if kind in (sniff.DOC, sniff.WPS):
        from tracker.extract.legacy import read_word97

        return read_word97(content, media_type=kind, limits=limits)
    if kind == sniff.RTF:
        from tracker.extract.legacy import read_rtf

        return read_rtf(content, limits=limits)
    raise ReadError(f"{sniff.IN_WORDS.get(kind, kind)} is not a text that can be read as a policy")
