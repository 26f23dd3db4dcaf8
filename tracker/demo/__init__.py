"""The whole job on a small bundled site served on loopback: three nights, no network needed."""

from tracker.demo.play import play

__all__ = ["play"]
