"""Logging in by the OpenID provider of a gemeente: who comes in, as whom, and with which token not."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from desk_builders import user_named
from provider_builders import START, TICKETS, come_in, refused
from provider_mock import ProviderMock
from sqlalchemy import func, select

from channels.desk.models import DeskUser, Role
from channels.services import Services

pytest_plugins = ["desk_fixtures", "provider_fixtures"]
type Browse = Callable[..., Any]


async def test_the_browser_is_sent_with_a_challenge_a_state_and_a_nonce(
    browse: Browse, provider: ProviderMock
) -> None:
    browser = await browse()
    assert "Log in via uw gemeente" in (await browser.get("/desk/log-in")).text
    first, second = [httpx.URL((await browser.get(START)).headers["location"]).params for _ in range(2)]
    assert first["response_type"] == "code" and first["code_challenge_method"] == "S256"
    assert first["redirect_uri"] == "http://voordeur.test/desk/log-in/provider/back"
    assert set(first["scope"].split()) == {"openid", "profile", "email"}
    for once in ("state", "nonce", "code_challenge"):
        assert len(first[once]) >= 20 and first[once] != second[once]


async def test_somebody_new_gets_a_user_with_the_role_of_the_claim(
    browse: Browse, provider: ProviderMock, services: Services
) -> None:
    provider.knows("nieuw", name="Nieuwe Lezer", roles=["iets-anders", "vd-lezen"])
    browser = await browse()
    response = await come_in(browser, provider, "nieuw")
    assert response.status_code == 303 and response.headers["location"] == "/desk"
    assert (await browser.get(TICKETS)).status_code == 200
    user = await user_named(services, "nieuw")
    assert (user.role, user.name, user.password_hash) == (Role.AUDITOR, "Nieuwe Lezer", "")
    account = (await browser.get("/desk/account")).text
    assert "U heeft hier geen wachtwoord" in account and "Uw huidige wachtwoord" not in account


async def test_who_comes_in_by_the_gemeente_has_no_password_that_is_right(
    browse: Browse, provider: ProviderMock
) -> None:
    provider.knows("nieuw", roles=["vd-lezen"])
    await come_in(await browse(), provider, "nieuw")
    for password in ("", "x", "een lang wachtwoord"):
        assert (await (await browse()).log_in("nieuw", password)).status_code == 400


async def test_an_account_manager_is_linked_to_the_directory_by_address(
    browse: Browse, provider: ProviderMock, services: Services
) -> None:
    provider.knows("anna-van-de-gemeente", email="Anna@Example.NL", name="Anna", roles="vd-am iets")
    browser = await browse()
    assert (await come_in(browser, provider, "anna-van-de-gemeente")).status_code == 303
    user = await user_named(services, "anna")
    assert user.account_manager_id == "anna" and user.external_id
    assert "Mijn vragen" in (await browser.get(TICKETS)).text
    async with services.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(DeskUser)) == 7  # nobody was added


async def test_an_account_manager_outside_the_directory_hears_whom_to_ask(
    browse: Browse, provider: ProviderMock
) -> None:
    provider.knows("vreemd", roles=["vd-am"])
    response = await come_in(await browse(), provider, "vreemd")
    assert response.status_code == 403 and "lijst van accountmanagers" in response.text


async def test_everything_is_brought_up_to_date_at_log_in_and_another_role_ends_the_other_sessions(
    browse: Browse, provider: ProviderMock, services: Services
) -> None:
    provider.knows("wissel", roles=["vd-beheer"])
    first, second = await browse(), await browse()
    await come_in(first, provider, "wissel")
    assert (await first.get("/desk/users")).status_code == 200
    provider.knows("wissel", roles=["vd-lezen"], email="anders@example.nl", name="Andere Naam")
    await come_in(second, provider, "wissel")
    assert (await first.get(TICKETS)).status_code == 303
    user = await user_named(services, "anders")
    assert (user.role, user.name) == (Role.AUDITOR, "Andere Naam")


@pytest.mark.parametrize("claim", ["groepen", "realm_access.roles", "https://voorbeeld.test/roles"])
async def test_the_claim_with_the_roles_is_a_setting(
    browse: Browse, provider: ProviderMock, services: Services, claim: str
) -> None:
    services.settings.oidc_role_claim = claim
    said: dict[str, Any] = {claim: ["vd-lezen"]}
    if claim == "realm_access.roles":
        said = {"realm_access": {"roles": ["vd-lezen"]}}
    provider.knows("nieuw", **said)
    assert (await come_in(await browse(), provider, "nieuw")).status_code == 303


async def test_without_a_role_that_we_know_nobody_comes_in(browse: Browse, provider: ProviderMock) -> None:
    unknown = ([], ["onbekend"], "", None, 7, {"vd-beheer": True}, [["vd-beheer"]], "VD-BEHEER", ["vd-"])
    for roles in unknown:
        provider.knows("zonder", roles=roles)
        browser = await browse()
        response = await come_in(browser, provider, "zonder")
        assert response.status_code == 403 and "geen rol voor Voordeur" in response.text, roles
        assert (await browser.get(TICKETS)).status_code == 303, roles


async def test_who_lost_the_role_at_the_gemeente_loses_the_sessions(
    browse: Browse, provider: ProviderMock
) -> None:
    provider.knows("weg", roles=["vd-lezen"])
    first = await browse()
    await come_in(first, provider, "weg")
    provider.knows("weg", roles=[])
    assert (await come_in(await browse(), provider, "weg")).status_code == 403
    assert (await first.get(TICKETS)).status_code == 303


SPOILT: tuple[dict[str, Any], ...] = (
    {"nonce": "van een ander"},
    {"nonce": None},
    {"aud": "een-andere-client"},
    {"aud": ["een-andere-client"]},
    {"iss": "https://provider.voorbeeld.test"},
    {"exp": int(time.time()) - 600},
    {"exp": None},
    {"exp": "morgen"},
    {"azp": "een-andere-client"},
    {"sub": None},
    {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
)


async def test_a_token_that_is_not_ours_not_now_or_not_of_this_log_in_is_refused(
    browse: Browse, provider: ProviderMock
) -> None:
    provider.knows("nieuw", roles=["vd-beheer"])
    for spoilt in SPOILT:
        provider.spoilt = spoilt
        await refused(await browse(), provider)
    provider.spoilt = {}
    assert (await come_in(await browse(), provider, "nieuw")).status_code == 303  # it is the claims


@pytest.mark.parametrize("wrong", ["foreign_key", "without_token"])
async def test_a_token_of_another_key_or_none_at_all_is_refused(
    browse: Browse, provider: ProviderMock, wrong: str
) -> None:
    provider.knows("nieuw", roles=["vd-beheer"])
    setattr(provider, wrong, True)
    await refused(await browse(), provider)
