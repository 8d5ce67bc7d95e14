"""Reads the words (OCR) and QR codes of a picture, in a process of its own (extra `ocr`).

A picture comes from a stranger. Its size is checked before it is decoded, it is never written to disk, and what a code
in it leads to is shown and never opened.
"""
