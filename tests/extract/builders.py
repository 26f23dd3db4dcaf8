"""PDF, DOCX and OFD files made for the tests of `tracker.extract`."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO

import pypdfium2
from docx import Document
from docx.oxml import parse_xml
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT = "STSong-Light"
Placed = tuple[float, float, str]  # points from the left, points from the top, text


def pdf(pages: Sequence[Sequence[Placed]], *, size: float = 16, rotation: int = 0, password: str = "") -> bytes:
    """A PDF whose pages hold `pages` in this order."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=password or None, invariant=True)
    for rows in pages:
        canvas.setFont(FONT, size)
        if rotation:
            canvas.setPageRotation(rotation)
        width, height = A4
        if rotation:  # drawn turned the other way, so that a viewer shows it upright
            canvas.translate(*{90: (width, 0), 180: (width, height), 270: (0, height)}[rotation])
            canvas.rotate(rotation)
        for left, top, text in rows:
            canvas.drawString(left, (width if rotation in (90, 270) else height) - top - size, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scan(content: bytes) -> bytes:
    """The pages of a PDF as pictures of a new one, without text."""
    document = pypdfium2.PdfDocument(content)
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in document:
        canvas.drawImage(ImageReader(page.render(scale=150 / 72).to_pil()), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def wrapped(
    paragraphs: Sequence[str],
    *,
    left: float = 90,
    top: float = 110,
    width: int = 26,
    size: float = 16,
    pitch: float = 28,
) -> list[Placed]:
    """Paragraphs as an official document prints them: two characters indent, `width` characters a line."""
    rows: list[Placed] = []
    for paragraph in paragraphs:
        first, rest = paragraph[: width - 2], paragraph[width - 2 :]
        rows.append((left + 2 * size, top + len(rows) * pitch, first))
        while rest:
            rows.append((left, top + len(rows) * pitch, rest[:width]))
            rest = rest[width:]
    return rows


def paged(
    rows: Sequence[Placed],
    per_page: int,
    *,
    top: float = 110,
    pitch: float = 28,
    number: str = "— {} —",
    header: str = "",
) -> list[list[Placed]]:
    """Rows cut into pages, each with a header and a page number."""
    pages: list[list[Placed]] = []
    for start in range(0, len(rows), per_page):
        page: list[Placed] = [(90, 50, header)] if header else []
        page += [(left, top + at * pitch, text) for at, (left, _, text) in enumerate(rows[start : start + per_page])]
        page.append((280, 780, number.format(len(pages) + 1)))
        pages.append(page)
    return pages


def docx(paragraphs: Sequence[str] = (), *, body: str = "", numbering: str = "", styles: str = "") -> bytes:
    """A DOCX made by python-docx; `body` is WordprocessingML put behind the paragraphs, `numbering` that of the
    numbering part.
    """
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    end = document.element.body.sectPr
    for element in parse_xml(f'<w:x xmlns:w="{_W}">{body}</w:x>'):
        end.addprevious(element)
    if numbering:
        root = document.part.numbering_part.element
        for old in list(root):
            root.remove(old)
        for element in parse_xml(f'<w:x xmlns:w="{_W}">{numbering}</w:x>'):
            root.append(element)
    if styles:
        for element in parse_xml(f'<w:x xmlns:w="{_W}">{styles}</w:x>'):
            document.styles.element.append(element)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def archive(members: dict[str, str | bytes]) -> bytes:
    """A ZIP of `members`."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(
    pages: Sequence[Sequence[tuple[float, float, str]]], *, template: Sequence[tuple[float, float, str]] = ()
) -> bytes:
    """An OFD whose pages hold texts at millimetres from the left and the top, in 5 mm type."""
    members: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        '<ofd:TemplatePage ID="9" BaseLoc="Tpls/T0.xml"/></ofd:CommonData><ofd:Pages>'
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/P{n}.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/T0.xml": _ofd_page(template),
    }
    for number, rows in enumerate(pages):
        used = '<ofd:Template TemplateID="9"/>' if template else ""
        members[f"Doc_0/Pages/P{number}.xml"] = _ofd_page(rows, used)
    return archive(members)


def _ofd_page(rows: Sequence[tuple[float, float, str]], used: str = "") -> str:
    objects = "".join(
        f'<ofd:TextObject ID="{n}" Boundary="{left} {top} 180 6" Size="5">'
        f'<ofd:TextCode X="0" Y="4.5" DeltaX="g {max(len(text) - 1, 1)} 5">{text}</ofd:TextCode></ofd:TextObject>'
        for n, (left, top, text) in enumerate(rows)
    )
    return f"<ofd:Page {_NS}>{used}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
