"""Meaning: situations, answers, plans and what people mean by their words.

Everything below is pure: no file, no network, no clock. What it needs arrives as an argument.
"""
