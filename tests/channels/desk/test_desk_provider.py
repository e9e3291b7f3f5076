"""Logging in by the OpenID provider of a gemeente: a real one, on loopback, that now and then misbehaves."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from desk_builders import Browser, user_named
from fastapi import FastAPI
from provider_mock import ProviderMock, running_provider
from pydantic import ValidationError
from sqlalchemy import func, select

from channels.desk.models import DeskUser, Role
from channels.desk.users import deactivate
from channels.services import Services
from handoff.models import AccountManager
from kit.settings import Settings

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

START, TICKETS = "/desk/log-in/provider", "/desk/tickets"
ROLES = "vd-beheer=coordinator,vd-am=account-manager, vd-lezen = auditor"


@pytest.fixture(scope="module")
def serving() -> Iterator[ProviderMock]:
    with running_provider() as mock:
        yield mock


@pytest.fixture
def provider(serving: ProviderMock, services: Services) -> ProviderMock:
    serving.reset()
    services.settings.oidc_issuer, services.settings.oidc_client_id = serving.issuer, "voordeur"
    services.settings.oidc_client_secret, services.settings.oidc_roles = "geheim", ROLES
    services.settings.public_url = "http://voordeur.test"
    return serving


async def come_in(
    browser: Browser, provider: ProviderMock, subject: str, change: Callable[[str], str] = str
) -> httpx.Response:
    """Follow the way to the provider and back; ``change`` is what happens to the address on the way."""
    sent = await browser.get(START)
    assert sent.status_code == 303, sent.text
    back = str(provider.agree(sent.headers["location"], subject))
    return await browser.get(change(back))


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


def with_another(parameter: str) -> Callable[[str], str]:
    return lambda address: re.sub(rf"\b{parameter}=[^&]+", f"{parameter}=iets-anders", address)


@pytest.mark.parametrize(
    "change",
    [
        with_another("state"),
        with_another("code"),
        lambda address: address.split("?")[0],
        lambda address: address.split("?")[0] + "?error=access_denied&error_description=%3Cb%3Enee",
    ],
)
async def test_an_answer_with_another_state_or_code_is_refused(
    browse: Browse, provider: ProviderMock, change: Callable[[str], str]
) -> None:
    provider.knows("nieuw", roles=["vd-beheer"])
    await refused(await browse(), provider, change)


async def refused(browser: Browser, provider: ProviderMock, change: Callable[[str], str] = str) -> None:
    response = await come_in(browser, provider, "nieuw", change)
    assert response.status_code == 400 and "is niet gelukt" in response.text
    assert "<b>nee" not in response.text
    assert (await browser.get(TICKETS)).status_code == 303


async def test_an_answer_that_another_browser_asked_for_is_worth_nothing(
    browse: Browse, provider: ProviderMock
) -> None:
    provider.knows("nieuw", roles=["vd-beheer"])
    mine, victim = await browse(), await browse()
    sent = await mine.get(START)
    back = str(provider.agree(sent.headers["location"], "nieuw"))
    assert (await victim.get(back)).status_code == 400
    assert (await mine.get(back)).status_code == 303
    assert (await mine.get(back)).status_code == 400  # a second time it is nothing either


async def test_a_deactivated_user_stays_outside_also_with_a_role_at_the_gemeente(
    browse: Browse, provider: ProviderMock, services: Services
) -> None:
    provider.knows("anna", roles=["vd-am"])
    async with services.database.transaction() as session:
        await deactivate(session, await session.merge(await user_named(services, "anna")))
    response = await come_in(await browse(), provider, "anna")
    assert response.status_code == 403 and "geen toegang meer" in response.text


@pytest.mark.parametrize(
    "claims",
    [{"email": "coordinator@example.nl", "email_verified": False}, {"email": "geen adres"}, {"email": ""}],
)
async def test_an_address_that_nobody_checked_is_no_address(
    browse: Browse, provider: ProviderMock, claims: dict[str, Any]
) -> None:
    provider.knows("nieuw", roles=["vd-beheer"], **claims)
    response = await come_in(await browse(), provider, "nieuw")
    assert response.status_code == 403 and "gecontroleerd" in response.text


async def test_the_address_of_somebody_else_at_the_provider_is_not_taken_over(
    browse: Browse, provider: ProviderMock
) -> None:
    provider.knows("een", email="gedeeld@example.nl", roles=["vd-beheer"])
    provider.knows("twee", email="gedeeld@example.nl", roles=["vd-beheer"])
    assert (await come_in(await browse(), provider, "een")).status_code == 303
    response = await come_in(await browse(), provider, "twee")
    assert response.status_code == 403 and "andere gebruiker" in response.text


@pytest.mark.parametrize("moment", ["before", "between"])
async def test_while_the_provider_is_down_a_page_says_so_and_a_password_still_works(
    browse: Browse, provider: ProviderMock, services: Services, moment: str
) -> None:
    provider.knows("nieuw", roles=["vd-beheer"])
    browser = await browse()
    if moment == "before":
        services.settings.oidc_issuer = "http://127.0.0.1:9"
        response = await browser.get(f"{START}?next=/desk/users")
        assert 'value="/desk/users"' in response.text  # where one was going
    else:
        sent = await browser.get(START)
        back = str(provider.agree(sent.headers["location"], "nieuw"))
        await services.provider._client.load_server_metadata()
        services.provider._client.server_metadata["token_endpoint"] = "http://127.0.0.1:9/token"
        response = await browser.get(back)
    assert response.status_code == 503 and "nu niet bereikbaar" in response.text
    assert "met uw wachtwoord kan wel" in response.text
    assert (await browser.log_in("anna")).status_code == 303


async def test_the_description_of_another_provider_is_refused(
    browse: Browse, provider: ProviderMock, services: Services
) -> None:
    services.settings.oidc_issuer = provider.issuer.replace("127.0.0.1", "localhost")
    services.provider._client.server_metadata |= {"issuer": provider.issuer, "_loaded_at": time.time()}
    assert (await (await browse()).get(START)).status_code == 503


async def test_logging_out_leads_on_to_the_provider_over_a_page_of_ours(
    browse: Browse, provider: ProviderMock
) -> None:
    provider.knows("nieuw", roles=["vd-lezen"])
    browser = await browse()
    await come_in(browser, provider, "nieuw")
    response = await browser.send("/desk/log-out", TICKETS.replace("tickets", "account"))
    assert response.status_code == 200 and "Uitgelogd" in response.text
    found = re.search(r'content="0; url=([^"]+)"', response.text)
    assert found
    address = httpx.URL(found[1].replace("&amp;", "&"))
    assert str(address).startswith(f"{provider.issuer}/oauth2/end_session?")
    assert address.params["post_logout_redirect_uri"] == "http://voordeur.test/desk/log-in"
    assert address.params["id_token_hint"].count(".") == 2
    assert (await browser.get(TICKETS)).status_code == 303


async def test_who_came_in_with_a_password_is_not_sent_to_the_provider(
    browse: Browse, provider: ProviderMock
) -> None:
    response = await (await browse("anna")).send("/desk/log-out")
    assert response.status_code == 303 and response.headers["location"] == "/desk/log-in"


async def test_a_region_can_do_without_passwords(
    browse: Browse, provider: ProviderMock, services: Services
) -> None:
    services.settings.password_log_in = False
    browser = await browse()
    page = (await browser.get("/desk/log-in")).text
    assert 'type="password"' not in page and "Log in via uw gemeente" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    form = {"email": "anna@example.nl", "password": "een lang wachtwoord"}
    form["csrf_token"] = token[1] if token else browser.client.cookies["voordeur_desk_form"]
    assert (await browser.client.post("/desk/log-in", data=form)).status_code == 403
    provider.knows("nieuw", roles=["vd-lezen"])
    assert (await come_in(browser, provider, "nieuw")).status_code == 303


async def test_a_form_that_was_lost_is_not_lost_on_the_way_along_the_gemeente(
    browse: Browse, provider: ProviderMock, services: Services
) -> None:
    services.settings.password_log_in = False
    provider.knows("anna", roles=["vd-am"])
    browser, path = await browse(), "/desk/tickets/VD-X/notes"
    ours = {"Sec-Fetch-Site": "same-origin"}
    lost = await browser.client.post(path, data={"csrf_token": "oud", "text": "mijn notitie"}, headers=ours)
    assert lost.status_code == 403 and f'action="{path}"' in lost.text and "mijn notitie" in lost.text
    await come_in(browser, provider, "anna")
    again = await browser.client.post(path, data={"text": "mijn notitie"}, headers=ours)
    assert again.status_code == 403 and "mijn notitie" in again.text and "csrf_token" in again.text


async def test_without_a_provider_there_is_no_way_along_it(browse: Browse, desk_app: FastAPI) -> None:
    browser = await browse()
    assert "Log in via" not in (await browser.get("/desk/log-in")).text
    for path in (START, f"{START}/back?code=x&state=y"):
        assert (await browser.get(path)).status_code == 404


async def test_a_second_factor_is_the_business_of_the_gemeente(
    browse: Browse, provider: ProviderMock, services: Services
) -> None:
    services.settings.totp_required = True
    provider.knows("nieuw", roles=["vd-lezen"])
    browser = await browse()
    await come_in(browser, provider, "nieuw")
    assert (await browser.get(TICKETS)).status_code == 200


async def test_the_account_managers_themselves_are_not_changed(
    browse: Browse, provider: ProviderMock, services: Services
) -> None:
    provider.knows("anna", name="Iemand Anders", roles=["vd-am"])
    await come_in(await browse(), provider, "anna")
    async with services.database.reading() as session:
        manager = await session.get_one(AccountManager, "anna")
    assert manager.name == "Anna Voorbeeld"


@pytest.mark.parametrize(
    "values",
    [
        {"password_log_in": False},
        {"oidc_issuer": "inlog.gemeente.nl"},
        {"oidc_roles": "beheer=baas"},
        {"oidc_roles": "coordinator"},
        {"oidc_roles": "=coordinator"},
    ],
)
def test_a_setting_that_cannot_be_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, **values)
