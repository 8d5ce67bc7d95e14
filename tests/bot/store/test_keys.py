"""Where the key comes from, and what happens when it is not right."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from bot.store import Store, StoreKeyError, StoreSettings
from bot.store.cipher import Cipher, keyed_hash, load_keys, parse_keys
from tests.each import each


def test_a_key_file_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "cases.key"
    first = load_keys(None, file)
    assert load_keys(" ", file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(first) == 1


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cases.key"
    load_keys(None, file)
    file.chmod(0o644)
    with pytest.raises(StoreKeyError, match="chmod 600"):
        load_keys(None, file)


@each("text", ["short", "!" * 44, "QUJD" * 10, "密码"])
def test_what_is_no_key_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(StoreKeyError) as caught:
        parse_keys(text)
    assert text not in str(caught.value)


def test_postgresql_needs_a_key_from_a_setting() -> None:
    with pytest.raises(StoreKeyError, match="TRANSFER_AID_KEY"):
        Store(StoreSettings(url="postgresql://localhost/x"))


def test_a_key_file_lost_is_not_replaced_by_a_new_one_that_cannot_read(tmp_path: Path) -> None:
    settings = StoreSettings(url=f"sqlite:///{tmp_path / 'cases.sqlite3'}")
    Store(settings).close()
    (tmp_path / "cases.sqlite3.key").unlink()
    with pytest.raises(StoreKeyError, match="not in TRANSFER_AID_KEY"):
        Store(settings)


def test_the_database_file_is_its_owners_only(tmp_path: Path) -> None:
    Store(StoreSettings(url=f"sqlite:///{tmp_path / 'cases.sqlite3'}")).close()
    assert stat.S_IMODE((tmp_path / "cases.sqlite3").stat().st_mode) == 0o600


def test_encryption_hides_binds_and_detects() -> None:
    cipher = Cipher([os.urandom(32)])
    encrypted = cipher.encrypt(b"5000", b"case1")
    assert encrypted != cipher.encrypt(b"5000", b"case1")
    assert b"5000" not in encrypted
    assert cipher.decrypt(encrypted, b"case1") == b"5000"
    with pytest.raises(StoreKeyError):
        cipher.decrypt(encrypted, b"case2")
    with pytest.raises(StoreKeyError):
        cipher.decrypt(encrypted[:-1] + bytes([encrypted[-1] ^ 1]), b"case1")
    with pytest.raises(StoreKeyError):
        Cipher([os.urandom(32)]).decrypt(encrypted, b"case1")


def test_a_chat_is_known_by_a_hash_that_needs_the_key() -> None:
    assert keyed_hash(b"a" * 32, b"5") == keyed_hash(b"a" * 32, b"5")
    assert len({keyed_hash(key, chat) for key in (b"a" * 32, b"b" * 32) for chat in (b"5", b"-5", b"6")}) == 6
