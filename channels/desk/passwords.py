"""Hashing passwords with Argon2, beside the event loop."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
# One hash takes 64 MB on purpose: two at a time, so that a storm of log-ins cannot eat the memory.
_WORKERS = ThreadPoolExecutor(2, "password")


async def hash_password(password: str) -> str:
    """Return the hash to store, which carries its own salt and costs."""
    return await asyncio.get_running_loop().run_in_executor(_WORKERS, _HASHER.hash, password)


async def is_password(stored: str | None, password: str) -> bool:
    """Tell whether the password is right; without a stored hash it takes as long to say no."""
    return await asyncio.get_running_loop().run_in_executor(_WORKERS, _verify, stored, password)


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made with other costs than those of today."""
    return _HASHER.check_needs_rehash(stored)


def _verify(stored: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(stored or _hash_of_nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@lru_cache
def _hash_of_nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe())
