"""Whom connections to elsewhere trust."""

import ssl
from functools import cache

import httpx


@cache
def authorities() -> ssl.SSLContext:
    """Return the certificate authorities, read once a process: that takes longer than most requests."""
    return httpx.create_ssl_context()
