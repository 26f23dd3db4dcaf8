"""Clauses of two versions -> pairs of clauses that continue each other (docs/alignment.md)."""

from tracker.align.pairing import Candidate, Side, align_clauses, explain_clause
from tracker.align.settled import ClauseKey, Settled, clause_key

__all__ = ["Candidate", "ClauseKey", "Settled", "Side", "align_clauses", "clause_key", "explain_clause"]
