"""`Words`: the one column type for what a person wrote, encrypted at rest when a key is set."""

import base64
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Engine, Text, TypeDecorator
from sqlmodel import Field

_PLAIN = "p:"
_SEALED = "e1:"
_NONCE = 12
SLOT = "growloop_words"


class UnreadableWords(Exception):
    """Words were sealed with a key that is not among those given."""


class Cipher:
    """Seals words with AES-GCM. The first key seals, all of them open: put a new key in front to rotate.

    No time goes into what is stored (Fernet would write one), since anonymous words must not tell when they were said.
    """

    def __init__(self, keys: str) -> None:
        self._keys = [AESGCM(_decode(key.strip())) for key in keys.split(",") if key.strip()]
        if not self._keys:
            raise ValueError("no key given")

    def seal(self, words: str) -> str:
        nonce = os.urandom(_NONCE)
        return base64.b64encode(nonce + self._keys[0].encrypt(nonce, words.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        raw = base64.b64decode(sealed)
        for key in self._keys:
            try:
                return key.decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
            except InvalidTag:
                continue
        raise UnreadableWords("None of the keys in GROWLOOP_ENCRYPTION_KEY opens these words.")


def _decode(key: str) -> bytes:
    raw = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    if len(raw) != 32:
        raise ValueError("a key is 32 random bytes in base64: openssl rand -base64 32")
    return raw


def use_cipher(engine: Engine, cipher: Cipher) -> None:
    """From now on everything of type `Words` that goes through this engine is sealed."""
    setattr(engine.dialect, SLOT, cipher)


class WordsType(TypeDecorator[str]):
    """Text with a mark in front that says whether it is sealed; None means that it was erased."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        cipher: Cipher | None = getattr(dialect, SLOT, None)
        return _SEALED + cipher.seal(value) if cipher else _PLAIN + value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or value.startswith(_PLAIN):
            return value and value[len(_PLAIN) :]
        cipher: Cipher | None = getattr(dialect, SLOT, None)
        if cipher is None:
            raise UnreadableWords(
                "These words are encrypted: set GROWLOOP_ENCRYPTION_KEY to the key they were sealed with."
            )
        return cipher.open(value.removeprefix(_SEALED))


def words() -> Any:
    """A column of type `Words`; None reads as "erased" wherever it is shown."""
    return Field(default=None, sa_type=WordsType, nullable=True)
