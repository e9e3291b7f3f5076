"""Logging in by the OpenID provider of a gemeente: answers and people that are refused."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from desk_builders import user_named
from provider_builders import START, come_in, refused
from provider_mock import ProviderMock

from channels.desk.users import deactivate
from channels.services import Services

pytest_plugins = ["desk_fixtures", "provider_fixtures"]
type Browse = Callable[..., Any]


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
