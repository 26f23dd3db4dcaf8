"""Accuracy against texts whose answers were worked out by reading: `make accuracy`."""
