"""The tests, and what they share with the programs that measure."""

PATIENCE = 60.0
"""Seconds after which a test takes what it waits for to hang. Nothing waits them out: a slow machine may take long."""
