"""The running server as the terminal sees it: the same public API as the web page."""

import json
from collections.abc import Iterator
from typing import Any

import httpx

from channels.errors import ChannelError, ServerUnreachableError

_TIMEOUT = httpx.Timeout(60.0, connect=5.0)
# The server gives a sign of life every 15 seconds.
_SILENCE = httpx.Timeout(45.0, connect=5.0)


class Client:
    """One conversation with the server."""

    def __init__(self, base_url: str) -> None:
        """Prepare a connection; nothing is asked yet."""
        self._base_url = base_url
        self._http = httpx.Client(base_url=base_url, timeout=_TIMEOUT)
        self._path = "/v1/conversations"

    def start(self, gemeente: str | None = None) -> list[dict[str, Any]]:
        """Start a conversation and return the first messages.

        Raises:
            ServerUnreachableError: no Voordeur answers at this address.
            ChannelError: it refuses; the message says why.
        """
        wanted = {"channel": "terminal"} | ({"gemeente": gemeente} if gemeente else {})
        started = self._call("POST", self._path, wanted)
        self._http.headers["Authorization"] = f"Bearer {started['token']}"
        self._path = f"{self._path}/{started['id']}"
        return list(started["messages"])

    def post(self, content: dict[str, str]) -> list[dict[str, Any]]:
        """Send a text or a choice and return the replies; raises what `start` raises."""
        return list(self._call("POST", f"{self._path}/messages", content)["messages"])

    def erase(self) -> None:
        """Erase the conversation; raises what `start` raises."""
        self._call("DELETE", self._path)

    def events(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the kind and content of live events until the connection breaks."""
        kind = ""
        with self._http.stream("GET", f"{self._path}/events", timeout=_SILENCE) as response:
            for line in response.iter_lines():
                name, _, value = line.partition(": ")
                kind = value if name == "event" else kind
                if name == "data":
                    yield kind, json.loads(value)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _call(self, method: str, path: str, content: dict[str, str] | None = None) -> dict[str, Any]:
        try:
            response = self._http.request(method, path, json=content)
        except httpx.TransportError:
            raise ServerUnreachableError(
                f"Voordeur is niet bereikbaar op {self._base_url}. Start de server met: voordeur run"
            ) from None
        if response.is_success:
            return dict(response.json()) if response.content else {}
        raise ChannelError(_reason(response))


def _reason(response: httpx.Response) -> str:
    try:
        return str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"De server antwoordt met foutcode {response.status_code}. Is dit wel Voordeur?"
