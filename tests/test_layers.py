"""Imports run one way: a stage knows the shared nouns and itself; only `run` and what stands above know the stages."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "tracker"
SHARED = {"models", "errors", "text", "modals", "names", "charset"}
STAGES = {"fetch", "extract", "documents", "clauses", "meaning", "align", "compare", "report", "notify"}
ALLOWED = {
    **dict.fromkeys(STAGES, SHARED),
    **{name: set() for name in SHARED},
    "names": {"text"},
    "modals": {"models", "text"},
    "sources": SHARED | {"tables"},
    "tables": SHARED,
    "register": SHARED,
    "verify": SHARED | {"register"},
    "store": SHARED,
    "schedule": SHARED | {"sources"},
    "run": SHARED | STAGES | {"store", "sources", "register", "verify"},
    "demo": SHARED | {"run", "fetch", "sources", "store", "samples"},
    "web": SHARED | {"run", "report", "store"},
    "cli": SHARED | {"run", "report", "sources", "store", "demo", "schedule", "web"},
    "samples": set(),
    "__main__": {"cli"},
    "__init__": set(),
}
EVERYONE = {"__version__"}


def part_of(path: Path) -> str:
    """The stage or module a file belongs to."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imports_of(source: str) -> set[str]:
    """The parts of the package that a source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "tracker":
            names = [node.module] if "." in node.module else [f"tracker.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("tracker.")]
        else:
            continue
        found |= {name.split(".")[1] for name in names}
    return found - EVERYONE


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_part_imports_only_what_lies_before_it(path: Path) -> None:
    """A sibling import would let two stages change together."""
    part = part_of(path)

    assert imports_of(path.read_text(encoding="utf-8")) - {part} - ALLOWED[part] == set()


def test_a_planted_back_import_is_seen() -> None:
    """The check can fail."""
    planted = "from tracker.store import Store\nimport tracker.cli.app\nfrom tracker import run\n"

    assert {"store", "cli", "run"} == imports_of(planted)
