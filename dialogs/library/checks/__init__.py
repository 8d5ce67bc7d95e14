"""Proves that the content holds together: the `content check` command and the tests call it."""
