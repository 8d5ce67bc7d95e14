"""Strangers do not wait because others send the worst there is."""
