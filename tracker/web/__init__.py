"""Browse register, history and diffs in a local web page."""

from tracker.web.serve import RegisterServer

__all__ = ["RegisterServer"]
