"""The OpenID provider of the gemeente: sending people there, and reading what it says about who comes back.

Authorisation code with PKCE, state and nonce; Authlib checks the signature, issuer, audience and times of the
token. What belongs to one log-in is kept in a signed cookie of the browser that began it, and nowhere else.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client.oauth2_client import httpx2
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from fastapi import Request
from joserfc.errors import JoseError

from channels.desk.errors import DeskError
from kit.settings import Settings

log = logging.getLogger(__name__)

START, BACK = "/desk/log-in/provider", "/desk/log-in/provider/back"
_TIMEOUT = 10.0  # seconds
# Authlib takes the successor of httpx where that is installed.
_NO_ANSWER = (httpx.HTTPError, httpx2.HTTPError)
_NOT_PROVEN = (AuthlibBaseError, JoseError, ValueError, TypeError, KeyError, RuntimeError)

type Claims = Mapping[str, Any]


class ProviderDownError(DeskError):
    """The provider does not answer, or not as an OpenID provider does."""


class NotProvenError(DeskError):
    """What came back does not prove who this is."""


@dataclass(frozen=True)
class Proof:
    """What the provider says about somebody, and the token in which it says so."""

    claims: Claims
    id_token: str


class Provider:
    """The provider that the settings name; its addresses and keys are fetched at first use."""

    def __init__(self, settings: Settings) -> None:
        """Prepare it; nothing connects yet."""
        self._settings = settings

    @cached_property
    def _client(self) -> StarletteOAuth2App:
        settings = self._settings
        return OAuth().register(
            "provider",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret or None,
            server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": settings.oidc_scopes,
                "code_challenge_method": "S256",
                "timeout": _TIMEOUT,
            },
        )

    async def send(self, request: Request) -> tuple[str, dict[str, Any]]:
        """Return where to send the browser, and what it has to remember until it comes back.

        Raises:
            ProviderDownError: the provider does not answer.
        """
        request.scope["session"] = {}
        try:
            await self._check_issuer()
            response = await self._client.authorize_redirect(request, self._settings.base_url + BACK)
        except (*_NO_ANSWER, RuntimeError, ValueError, AuthlibBaseError) as error:
            raise self._down(error) from None
        return response.headers["location"], request.scope["session"]

    async def receive(self, request: Request, remembered: dict[str, Any]) -> Proof:
        """Return what the provider says about whoever came back with what the browser remembered.

        Raises:
            ProviderDownError: the provider does not answer.
            NotProvenError: it says no, or the answer is of another log-in, expired, foreign or false.
        """
        request.scope["session"] = remembered
        settings = self._settings
        options = {"iss": {"values": [settings.oidc_issuer]}, "aud": {"values": [settings.oidc_client_id]}}
        try:
            await self._check_issuer()
            token = await self._client.authorize_access_token(request, claims_options=options)
            if "userinfo" not in token:
                raise NotProvenError("there is no id_token")
            claims = await self._complete(token)
        except _NO_ANSWER as error:
            raise self._down(error) from None
        except _NOT_PROVEN as error:
            log.warning("a log-in by the provider was not proven: %s", type(error).__name__)
            raise NotProvenError(type(error).__name__) from None
        return Proof(claims, token["id_token"])

    async def leaving(self, id_token: str) -> str | None:
        """Return where to log out at the provider, if it has such a page and can be asked for it."""
        try:
            address = await self._client.create_logout_url(
                post_logout_redirect_uri=f"{self._settings.base_url}/desk/log-in",
                id_token_hint=id_token,
                client_id=self._settings.oidc_client_id,
            )
        except (*_NO_ANSWER, RuntimeError, ValueError, AuthlibBaseError) as error:
            log.warning("no log-out at the provider: %s", type(error).__name__)
            return None
        return str(address["url"])

    async def _complete(self, token: Mapping[str, Any]) -> Claims:
        """Return the claims of the token, with the address from the user info where the token has none."""
        claims: dict[str, Any] = dict(token["userinfo"])
        if "email" not in claims:
            more = await self._client.userinfo(token=token)
            if more.get("sub") == claims["sub"]:
                claims = dict(more) | claims
        return claims

    async def _check_issuer(self) -> None:
        """Refuse the description of another provider than the one in the settings."""
        found = (await self._client.load_server_metadata()).get("issuer")
        if found != self._settings.oidc_issuer:
            raise RuntimeError("the issuer is another one")

    def _down(self, error: Exception) -> ProviderDownError:
        log.warning("the provider does not answer: %s", type(error).__name__)
        return ProviderDownError("De inlog van uw gemeente is nu niet bereikbaar.")
