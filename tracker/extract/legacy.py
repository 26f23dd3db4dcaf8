"""Word 97 files (.doc), WPS files (.wps) and RTF to a `Page`: read here where possible, else by LibreOffice where
it is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tracker.errors import ReadError
from tracker.extract.doc97 import read_lines
from tracker.extract.limits import Limits
from tracker.extract.sniff import RTF
from tracker.extract.word import read_docx
from tracker.models import Page


def read_word97(content: bytes, *, media_type: str, limits: Limits) -> Page:
    """Read a .doc or .wps; what cannot be read here goes to LibreOffice.

    Raises:
        ReadError: damaged, locked, or of a version that nothing installed reads.
        LimitError: over the limit on characters.
    """
    try:
        lines, has_deleted = read_lines(content, most=limits.characters)
    except ReadError as err:
        if "before 97" not in str(err):
            raise
        return convert(content, suffix=".doc", media_type=media_type, limits=limits, why=str(err))
    text = "\n".join(line.text for line in lines)
    if not text.strip():
        raise ReadError("the Word 97 file has no text")
    warnings = ("text of deleted revisions is left out",) if has_deleted else ()
    return Page(text=text, media_type=media_type, reader="doc", warnings=warnings)


def read_rtf(content: bytes, *, limits: Limits) -> Page:
    """Read an RTF file by way of LibreOffice.

    Raises:
        ReadError: LibreOffice is not installed or cannot read it.
    """
    return convert(content, suffix=".rtf", media_type=RTF, limits=limits, why="an RTF file")


def convert(content: bytes, *, suffix: str, media_type: str, limits: Limits, why: str) -> Page:
    """Have LibreOffice make a DOCX of the file and read that; `why` says what the file is where it cannot be read.

    Raises:
        ReadError: LibreOffice is not installed, fails, or takes too long.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ReadError(f"{why}: install LibreOffice to read it, or save it as .docx")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(content)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=limits.seconds, check=True)
            converted = source.with_suffix(".docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as err:
            raise ReadError(f"{why}: LibreOffice could not convert it ({err})") from err
    page = read_docx(converted, limits=limits)
    return Page(text=page.text, media_type=media_type, reader=f"{suffix[1:]} LibreOffice", warnings=page.warnings)
