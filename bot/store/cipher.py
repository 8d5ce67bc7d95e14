"""Encryption at rest (AES-256-GCM), its keys, and the keyed hash that stands for an id.

An encrypted value is ``version (1) | key id (4) | nonce (12) | ciphertext and tag``. The associated data binds it
to its table and chat, so that a value moved to another row does not decrypt.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.errors import DamagedValueError, StoreKeyError

_VERSION = b"\x01"
_HEAD = 5
_NONCE = 12
KEY_BYTES = 32
_KDF = partial(
    HKDF, algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"transfer-aid rows v1"
)  # each is good for one key


class Cipher:
    """Encrypts with the first key, decrypts with any of them."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise StoreKeyError("no key given")
        self._ciphers = {_key_id(key): AESGCM(_KDF().derive(key)) for key in keys}
        self._current = _key_id(keys[0])
        self._encrypt = self._ciphers[self._current].encrypt

    def encrypt(self, plain: bytes, bound_to: bytes) -> bytes:
        """The plaintext encrypted with the current key, bound to the given associated data."""
        nonce = os.urandom(_NONCE)
        return _VERSION + self._current + nonce + self._encrypt(nonce, plain, bound_to)

    def decrypt(self, encrypted: bytes, bound_to: bytes) -> bytes:
        """The plaintext. Raises StoreKeyError: its key is not among ours; DamagedValueError: it was tampered with."""
        if encrypted[:1] != _VERSION:
            raise DamagedValueError("a stored value is damaged")
        cipher = self._ciphers.get(encrypted[1:_HEAD])
        if cipher is None:
            raise StoreKeyError("the database was written with a key that is not in TRANSFER_AID_KEY")
        try:
            return cipher.decrypt(encrypted[_HEAD : _HEAD + _NONCE], encrypted[_HEAD + _NONCE :], bound_to)
        except InvalidTag as error:
            raise DamagedValueError("a stored value is damaged or belongs to another row") from error

    def is_current(self, encrypted: bytes) -> bool:
        """Whether an encrypted value was written with the current key."""
        return encrypted[:_HEAD] == _VERSION + self._current


def keyed_hash(index_key: bytes, content: bytes) -> bytes:
    """16 bytes that find the rows of something, and say nothing to anybody without the key."""
    return hmac.digest(index_key, content, "sha256")[:16]


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"transfer-aid key id" + key).digest()[: _HEAD - 1]


def make_key() -> str:
    """A new random key: 32 bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode("ascii")


def parse_keys(text: str) -> tuple[bytes, ...]:
    """The keys of a comma-separated list, the current one first; StoreKeyError if one is not 32 bytes of base64."""
    try:
        keys = tuple(base64.b64decode(part.strip(), b"-_", validate=True) for part in text.split(",") if part.strip())
    except ValueError:
        keys = (b"",)
    if any(len(key) != KEY_BYTES for key in keys):
        raise StoreKeyError(
            "a key is 32 random bytes in URL-safe base64; make one with: "
            'python -c "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
        )
    return keys


def load_keys(given: str | None, own: Path | None, named: Path | None = None) -> Sequence[bytes]:
    """The keys to use: those given; else those in the file `named` by the operator; else those in our own file, which
    is made (mode 0600) if it is not there.

    Raises StoreKeyError when there are none, or our own file can be read by others. Who may read the other is the
    operator's business: Docker shows a secret to all within the container.
    """
    if given and given.strip():
        if named:
            raise StoreKeyError("set TRANSFER_AID_KEY or TRANSFER_AID_KEY_FILE, not both")
        return parse_keys(given)
    if named is not None:
        return _read_file(named)
    if own is None:
        raise StoreKeyError("this database needs TRANSFER_AID_KEY or TRANSFER_AID_KEY_FILE (every replica the same)")
    try:
        return _make_file(own)
    except FileExistsError:
        if os.name == "posix" and own.stat().st_mode & 0o077:
            raise StoreKeyError(f"{own.name} can be read by others; run chmod 600 on it") from None
        return _read_file(own)


def _make_file(file: Path) -> Sequence[bytes]:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = make_key()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
    return parse_keys(text)


def _read_file(file: Path) -> Sequence[bytes]:
    try:
        keys = parse_keys(file.read_text(encoding="ascii").replace("\n", ","))
    except (OSError, UnicodeDecodeError) as error:
        raise StoreKeyError(f"the key file {file} cannot be read: {type(error).__name__}") from error
    if not keys:
        raise StoreKeyError(
            f"{file.name} is empty; put the key back, or move the database away to start with an empty one"
        )
    return keys
