"""What the documents promise is there, and what is there is documented."""

import re
import subprocess
from pathlib import Path

import pytest

from tracker.cli import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
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


def test_every_command_in_the_readme_exists() -> None:
    """`tracker NAME` in a code block or table names a command."""
    named = set(re.findall(r"(?:^|`|/)tracker ([a-z]+)\b", README, re.MULTILINE))

    assert named - set(commands()) - {"diff"} == set()


def test_the_makefile_has_the_two_commands_of_the_readme() -> None:
    """`make -n` knows both."""
    for target in ("demo", "test"):
        run = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
