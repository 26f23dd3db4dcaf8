"""A command loads what it works with and nothing else: most libraries take longer to load than a command to run.

What is loaded is asked, not how long it takes, which depends on the machine (`python -m benchmarks startup` tells it).
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from tracker.cli import main
try:
    main()
finally:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""
# Libraries a command may do without; typer and what it brings is in every one
LIBRARIES = {
    "apscheduler",
    "bs4",
    "charset_normalizer",
    "cssselect",
    "diff_match_patch",
    "docx",
    "filelock",
    "jinja2",
    "lxml",
    "numpy",
    "protego",
    "pypdfium2",
    "rapidfuzz",
    "requests",
    "rich",
    "soupsieve",
    "sqlite_utils",
    "trafilatura",
    "urllib3",
    "xlsxwriter",
}
STORE = {"filelock", "numpy", "sqlite_utils"}  # sqlite_utils loads numpy where it is installed
COMPARE = {"diff_match_patch", "rapidfuzz"}
OLD = "示例市海洋牧场扶持办法\n第一条 新建牧场给予补助，单个项目最高200万元。\n第二条 本办法自发布之日起施行。\n"
SOURCES = '[[source]]\nid = "example"\nurl = "https://example.org/"\nkind = "list"\nlist.row = "li:has(a)"\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project: sources.toml, a store with two versions of a document, two texts and a page."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "old.txt").write_text(OLD, encoding="utf-8")
    (folder / "new.txt").write_text(OLD.replace("200万元", "300万元"), encoding="utf-8")
    (folder / "old.html").write_text("<p>" + OLD.replace("\n", "</p><p>"), encoding="utf-8")
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    loaded(folder, "import", "old.txt", "new.txt")
    return folder


def loaded(folder: Path, *arguments: str) -> set[str]:
    """The modules that a command has loaded when it ends; it ends well."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.splitlines()[0]
    return set(done.stderr.split())


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        ("--version", set()),
        ("--help", set()),
        ("diff --help", set()),
        ("diff old.txt new.txt", COMPARE),
        ("diff old.txt new.txt -o changes.md", COMPARE),
        ("diff old.txt new.txt -o changes.html", COMPARE | {"jinja2"}),
        ("diff old.txt new.txt -o changes.docx", COMPARE | {"docx", "lxml"}),
        ("diff old.txt new.txt -o changes.xlsx", COMPARE | {"xlsxwriter"}),
        ("diff old.html new.txt", COMPARE | {"lxml", "cssselect"}),
        ("inspect old.txt", set()),
        ("docs --at 2026-01-01", STORE | {"rapidfuzz"}),
        ("history 海洋牧场", STORE | {"rapidfuzz"}),
        ("diff 海洋牧场", STORE | COMPARE),
    ],
)
def test_a_command_loads_no_library_it_does_without(folder: Path, command: str, needed: set[str]) -> None:
    """Text compared loads no table writer, a call for help nothing, and only what fetches loads the network."""
    names = {name.partition(".")[0] for name in loaded(folder, *command.split())}

    assert names & LIBRARIES <= needed


def test_a_call_for_help_loads_the_command_line_alone(folder: Path) -> None:
    """No stage and no noun of ours either."""
    names = {name for name in loaded(folder, "--help") if name.startswith("tracker.")}

    assert {name.split(".")[1] for name in names} == {"cli", "errors"}


def test_a_stored_version_is_shown_without_the_readers(folder: Path) -> None:
    """What lies in the store was read when it came."""
    names = loaded(folder, "diff", "海洋牧场")

    assert not {"tracker.extract", "tracker.documents", "tracker.clauses", "tracker.meaning", "tracker.fetch"} & names
