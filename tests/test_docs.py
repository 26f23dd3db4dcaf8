"""What the documents promise is there, and what is there is documented."""

import dataclasses
import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from tracker.cli import app
from tracker.models import ClauseChange, EventKind, Figure, FigureChange, Repeal, Validity

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRACT = (ROOT / "docs/contract.md").read_text(encoding="utf-8")
DOCS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])


def commands() -> list[str]:
    """The names of all commands."""
    names = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]
    return sorted([*names, *(group.name or "" for group in app.registered_groups)])


@pytest.mark.parametrize("name", commands())
def test_every_command_is_in_the_readme(name: str) -> None:
    """A command nobody hears of is not there."""
    assert re.search(rf"\b{name}\b", README), name


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_link_in_the_documents_leads_to_a_file(path: Path) -> None:
    """Relative links are followed from the document's own folder."""
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} → {target}"


def test_every_kind_of_event_is_in_the_contract() -> None:
    """Who reads the JSON of a report finds each kind it may meet."""
    assert [kind for kind in get_args(EventKind) if f"`{kind}`" not in CONTRACT] == []


def test_every_format_of_json_is_in_the_contract() -> None:
    """A `format` the code writes is one the document names."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tracker").rglob("*.py"))
    written = set(re.findall(r'"(tracker\.[a-z]+/\d)"', code))

    assert len(written) > 10
    assert written == set(re.findall(r"tracker\.[a-z]+/\d", CONTRACT))


@pytest.mark.parametrize(
    "record", [ClauseChange, FigureChange, Figure, Repeal, Validity], ids=lambda kind: kind.__name__
)
def test_every_field_of_the_diff_is_in_the_contract(record: type) -> None:
    """The records of `tracker.diff/1`, field by field."""
    names = [field.name for field in dataclasses.fields(record)]

    assert [name for name in names if not re.search(rf'[`"]{name}[`"]', CONTRACT)] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_module_named_in_the_documents_is_there(path: Path) -> None:
    """`report/render.py` is looked for from the root and in the package."""
    named = set(re.findall(r"`((?:\w+/)*\w+\.py|(?:\w+/)+)`", path.read_text(encoding="utf-8")))
    bases = (ROOT, ROOT / "tracker", ROOT / "tracker/register", ROOT / "tracker/store", ROOT / "tracker/cli")

    assert [name for name in named if not any((base / name).exists() for base in bases) and "dev/" not in name] == []


def test_every_folder_is_on_the_map() -> None:
    """docs/design.md names each module and folder of the package."""
    parts = {path.name + "/" if path.is_dir() else path.name for path in (ROOT / "tracker").iterdir()}
    design = (ROOT / "docs/design.md").read_text(encoding="utf-8")

    assert [
        name for name in parts if not name.startswith("__") and name != "py.typed" and f"`{name}`" not in design
    ] == []


def test_every_command_in_the_readme_exists() -> None:
    """`tracker NAME` in a code block or table names a command."""
    named = set(re.findall(r"(?:^|`|/)tracker ([a-z]+)\b", README, re.MULTILINE))

    assert named - set(commands()) - {"diff"} == set()


def test_the_makefile_has_the_two_commands_of_the_readme() -> None:
    """`make -n` knows both."""
    for target in ("demo", "test"):
        run = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
