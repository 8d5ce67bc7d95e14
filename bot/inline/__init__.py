"""Inline mode: warning cards, myths and first steps to post in any chat."""
