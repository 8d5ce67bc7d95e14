"""Encryption at rest (AES-256-GCM) and the keyed hash that stands for a chat id.

An encrypted value is ``version (1) | key id (4) | nonce (12) | ciphertext and tag``. The associated data binds it
to its table and chat, so that a value moved to another row does not decrypt.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.keys import StoreKeyError

_VERSION = b"\x01"
_HEAD = 5
_NONCE = 12
CHAT_KEY_BYTES = 16


class Cipher:
    """Encrypts with the first key, decrypts with any of them."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise StoreKeyError("no key given")
        self._ciphers = {_key_id(key): AESGCM(_derive(key)) for key in keys}
        self._current = _key_id(keys[0])
        self._encrypt = self._ciphers[self._current].encrypt

    def encrypt(self, plain: bytes, bound_to: bytes) -> bytes:
        """The plaintext encrypted with the current key, bound to the given associated data."""
        nonce = os.urandom(_NONCE)
        return _VERSION + self._current + nonce + self._encrypt(nonce, plain, bound_to)

    def decrypt(self, encrypted: bytes, bound_to: bytes) -> bytes:
        """The plaintext of an encrypted value; StoreKeyError if no key fits or it was tampered with."""
        cipher = self._ciphers.get(encrypted[1:_HEAD]) if encrypted[:1] == _VERSION else None
        if cipher is None:
            raise StoreKeyError("the database was written with a key that is not in TRANSFER_AID_KEY")
        try:
            return cipher.decrypt(encrypted[_HEAD : _HEAD + _NONCE], encrypted[_HEAD + _NONCE :], bound_to)
        except InvalidTag as error:
            raise StoreKeyError("a stored value is damaged or belongs to another row") from error

    def is_current(self, encrypted: bytes) -> bool:
        """Whether an encrypted value was written with the current key."""
        return encrypted[:_HEAD] == _VERSION + self._current


def chat_key(index_key: bytes, chat_id: int) -> bytes:
    """The keyed hash of a chat id: finds its rows, and says nothing to anybody without the key."""
    return hmac.digest(index_key, str(chat_id).encode("ascii"), "sha256")[:CHAT_KEY_BYTES]


def words_key(index_key: bytes, words: str) -> bytes:
    """The keyed hash of a message's words, the same however they are spaced or capitalised."""
    plain = "".join(unicodedata.normalize("NFKC", words).casefold().split())
    return hmac.digest(index_key, b"words:" + plain.encode("utf-8", "replace"), "sha256")[:CHAT_KEY_BYTES]


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"transfer-aid key id" + key).digest()[: _HEAD - 1]


def _derive(key: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"transfer-aid rows v1").derive(key)
