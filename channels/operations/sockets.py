"""The socket on which the gateway listens, so that it holds many connections and none that are dead."""

import resource
import socket

import uvicorn

UNANSWERED_SECONDS = 60
"""How long what was sent may stay unanswered, or unread, before the system ends a connection."""

SEND_BUFFER = 128 * 1024
"""Bytes that the system keeps for a connection that is not read; by itself it keeps megabytes."""

_ENOUGH = 10_240
"""What is asked for where the system sets no limit; some systems refuse more."""


def allow_many_connections() -> int:
    """Let this process open as many files as the system allows it, and return how many that is.

    Each connection is a file, and many systems allow 1,024 unless a process asks for more.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _ENOUGH if hard == resource.RLIM_INFINITY else hard
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def listen(config: uvicorn.Config) -> socket.socket:
    """Open the socket of a gateway. Whoever vanished without a word, or reads nothing, is let go in time.

    A live connection gets a sign of life every 15 seconds; the system waits for its answer. Accepted
    connections take this over from the socket. Only Linux knows the option.
    """
    opened = config.bind_socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNANSWERED_SECONDS * 1000)
    return opened
