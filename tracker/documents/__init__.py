"""Policies in a page, with their metadata: `Page` -> `Version`s (clauses still empty), or the measures of a digest.

find_documents     a single policy, a notice with the policy it carries, a gazette issue, a collection page
why_no_document    in words, where a page holds none
find_digest_items  the quoted measures of a digest
"""

from __future__ import annotations

from tracker.documents.find import find_digest_items, find_documents, why_no_document

__all__ = ["find_digest_items", "find_documents", "why_no_document"]
