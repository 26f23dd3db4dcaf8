"""What changed in government policy since last night, with the evidence for every line."""

__version__ = "0.1.0"
