"""The key that encrypts the store: from a setting, or made once into a file only its owner can read."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Sequence
from pathlib import Path

KEY_BYTES = 32


class StoreKeyError(Exception):
    """The key is missing, malformed or not the one the database was written with."""


def make_key() -> str:
    """A fresh random key: 32 bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode("ascii")


def parse_keys(text: str) -> tuple[bytes, ...]:
    """The keys of a comma-separated list, the current one first; StoreKeyError if one is not 32 bytes of base64."""
    return tuple(_decode(part) for part in text.split(",") if part.strip())


def _decode(part: str) -> bytes:
    try:
        key = base64.b64decode(part.strip(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise StoreKeyError(
            "a key is 32 random bytes in URL-safe base64; make one with: "
            'python -c "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
        )
    return key


def load_keys(given: str | None, file: Path | None) -> Sequence[bytes]:
    """The keys to use: those given; else those in the file, which is made (mode 0600) if it is not there.

    Raises StoreKeyError when neither is possible or the file can be read by others.
    """
    if given and given.strip():
        return parse_keys(given)
    if file is None:
        raise StoreKeyError("this database needs a key in TRANSFER_AID_KEY (every replica the same)")
    try:
        return _make_file(file)
    except FileExistsError:
        return _read_file(file)


def _make_file(file: Path) -> Sequence[bytes]:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = make_key()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
    return parse_keys(text)


def _read_file(file: Path) -> Sequence[bytes]:
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise StoreKeyError(f"{file.name} can be read by others; run chmod 600 on it")
    keys = parse_keys(file.read_text(encoding="ascii").replace("\n", ","))
    if not keys:
        raise StoreKeyError(f"{file.name} is empty; put the key back, or move the database away to start anew")
    return keys
