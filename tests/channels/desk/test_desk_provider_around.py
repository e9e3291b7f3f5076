"""Around the OpenID provider of a gemeente: when it is down, logging out, passwords and settings."""

import re
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from provider_builders import START, TICKETS, come_in
from provider_mock import ProviderMock
from pydantic import ValidationError

from channels.services import Services
from handoff.models import AccountManager
from kit.settings import Settings

pytest_plugins = ["desk_fixtures", "provider_fixtures"]
type Browse = Callable[..., Any]


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
