"""What changed inside the pairs: wording, figures, modal words, items; and the Diff of two versions."""

from __future__ import annotations

from tracker.compare.changes import compare_versions
from tracker.compare.wording import edits, same_text, similarity

__all__ = ["compare_versions", "edits", "same_text", "similarity"]
