"""The Klantinteracties API over HTTP: find, create, read and change, with errors that say what to do."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx

from handoff.errors import HandoffError
from handoff.outbox import RetryLaterError, UndeliverableError
from kit.trust import authorities

TIMEOUT = 20.0  # seconds for one call
REFUSED_PAUSE = timedelta(minutes=15)
"""A token that is refused stays refused until somebody puts it right."""

type Body = Mapping[str, Any]


class GoneError(HandoffError):
    """Open Klant no longer has what is asked for."""


class OpenKlant:
    """One connection to a Klantinteracties API; use it as ``async with``."""

    def __init__(self, url: str, token: str) -> None:
        """Take the address up to and including the version, such as https://…/klantinteracties/api/v1."""
        headers = {"Authorization": f"Token {token}", "Accept": "application/json"}
        self._http = httpx.AsyncClient(
            base_url=url.rstrip("/"), headers=headers, timeout=TIMEOUT, verify=authorities()
        )

    async def __aenter__(self) -> Self:
        """Open the connection."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        await self._http.aclose()

    async def find(self, path: str, **query: str) -> str | None:
        """Return the id of the first thing that fits; none when there is none."""
        found = (await self._call("GET", path, params=query)).get("results") or []
        return str(found[0]["uuid"]) if found else None

    async def create(self, path: str, body: Body) -> str:
        """Make something, and return its id."""
        return str((await self._call("POST", path, json=body))["uuid"])

    async def read(self, path: str, uuid: str) -> Body:
        """Return something by its id.

        Raises:
            GoneError: it does not exist any more.
        """
        return await self._call("GET", f"{path}/{uuid}")

    async def change(self, path: str, uuid: str, body: Body) -> None:
        """Change fields of something; raises as ``read``."""
        await self._call("PATCH", f"{path}/{uuid}", json=body)

    async def _call(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        try:
            answer = await self._http.request(method, path, **content)
        except httpx.HTTPError as error:
            raise RetryLaterError(f"Open Klant antwoordt niet: {type(error).__name__}") from None
        _check(answer, path)
        try:
            return dict(answer.json())
        except (ValueError, TypeError):
            raise RetryLaterError("Open Klant gaf een antwoord dat geen JSON is") from None


def _check(answer: httpx.Response, path: str) -> None:
    """Turn a refusal into an error that tells whether trying again makes sense."""
    status = answer.status_code
    if answer.is_success:
        return
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise RetryLaterError(f"Open Klant weigert het token ({status})", REFUSED_PAUSE)
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise RetryLaterError(f"Open Klant gaf fout {status}", _asked_pause(answer))
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise GoneError(f"Open Klant kent dit niet (meer): {path.split('/')[1]}")
    raise UndeliverableError(f"Open Klant weigert {path.split('/')[1]} ({status}): {_reasons(answer)}")


def _asked_pause(answer: httpx.Response) -> timedelta | None:
    seconds = answer.headers.get("Retry-After", "")
    return timedelta(seconds=int(seconds)) if seconds.isdigit() else None


def _reasons(answer: httpx.Response) -> str:
    """Name the fields that were refused and why; the values themselves may be personal."""
    try:
        refused = answer.json().get("invalidParams", [])
        return ", ".join(f"{each['name']} ({each['code']})" for each in refused) or "geen reden gegeven"
    except (ValueError, KeyError, TypeError, AttributeError):
        return "geen reden gegeven"
