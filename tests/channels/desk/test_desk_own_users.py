"""Another password, and keeping somebody out, at the desk and by command."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from desk_builders import PASSWORD, Browser, user_named
from fastapi import FastAPI
from typer.testing import CliRunner

from channels import cli_work
from channels.cli import app as commands
from channels.desk import users
from channels.desk.errors import UserError
from channels.desk.models import DeskUser
from channels.desk.service import authenticate
from channels.services import Services
from kit.settings import Settings

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

NEW = "nog een lang wachtwoord"


async def change(browser: Browser, **changes: str) -> Any:
    fields = {"password_now": PASSWORD, "password_new": NEW, "password_again": NEW} | changes
    return await browser.send("/desk/account", "/desk/account", **fields)


@pytest.mark.parametrize("who", ["anna", "redactie", "coordinator"])
async def test_everybody_changes_the_own_password_and_stays_here_but_nowhere_else(
    browse: Browse, who: str
) -> None:
    here, elsewhere = await browse(who), await browse(who)
    done = await change(here)
    assert done.status_code == 303
    assert "Uw wachtwoord is gewijzigd" in (await here.get(done.headers["location"])).text
    assert (await elsewhere.get("/desk/account")).headers["location"].startswith("/desk/log-in")
    again = await browse()
    assert (await again.log_in(who)).status_code == 400
    assert (await again.log_in(who, NEW)).status_code == 303


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"password_now": "verkeerd wachtwoord"}, "huidige wachtwoord klopt niet"),
        ({"password_now": ""}, "huidige wachtwoord klopt niet"),
        ({"password_again": "iets heel anders"}, "niet gelijk"),
        ({"password_new": "kort", "password_again": "kort"}, "ten minste 12 tekens"),
        ({"password_new": "", "password_again": ""}, "ten minste 12 tekens"),
        ({"password_new": PASSWORD, "password_again": PASSWORD}, "een ander wachtwoord"),
    ],
)
async def test_a_password_that_cannot_be_is_refused_and_never_shown(
    browse: Browse, fields: dict[str, str], message: str
) -> None:
    browser = await browse("redactie")
    refused = await change(browser, **fields)
    assert refused.status_code == 400 and message in refused.text
    assert not any(value in refused.text for value in (PASSWORD, NEW, "verkeerd wachtwoord"))
    assert (await (await browse()).log_in("redactie")).status_code == 303


async def test_guessing_the_current_password_ends_after_five_times(browse: Browse) -> None:
    browser = await browse("redactie")
    codes = [(await change(browser, password_now=f"gok nummer {n}")).status_code for n in range(6)]
    assert codes == [400] * 5 + [429]


async def test_passwords_of_a_form_after_the_session_are_not_kept(browse: Browse) -> None:
    browser = await browse()
    page = await browser.client.post(
        "/desk/account", data={"password_new": NEW}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert page.status_code == 403 and NEW not in page.text


async def test_a_coordinator_keeps_somebody_out_at_once_and_lets_them_in_again(
    services: Services, browse: Browse
) -> None:
    anna, coordinator = await browse("anna"), await browse("coordinator")
    user = await user_named(services, "anna")
    out = await coordinator.send(f"/desk/users/{user.id}/deactivate", "/desk/users")
    assert out.status_code == 303
    assert "kan niet meer inloggen" in (await coordinator.get(out.headers["location"])).text
    assert (await anna.get("/desk/tickets")).headers["location"].startswith("/desk/log-in")
    assert (await (await browse()).log_in("anna")).status_code == 400
    back = await coordinator.send(f"/desk/users/{user.id}/activate", "/desk/users")
    assert back.status_code == 303
    assert (await (await browse()).log_in("anna")).status_code == 303


async def test_nobody_keeps_oneself_out_and_the_last_coordinator_stays(
    services: Services, browse: Browse
) -> None:
    coordinator = await browse("coordinator")
    own = await user_named(services, "coordinator")
    page = await coordinator.send(f"/desk/users/{own.id}/deactivate", "/desk/users")
    assert page.status_code == 400 and "niet met uzelf" in page.text
    async with services.database.reading() as session:
        with pytest.raises(UserError, match="enige coördinator"):
            await users.deactivate(session, await session.get_one(DeskUser, own.id))


@pytest.mark.parametrize("who", ["anna", "redactie"])
async def test_only_a_coordinator_sees_the_users(browse: Browse, who: str) -> None:
    browser = await browse(who)
    assert (await browser.get("/desk/users")).status_code == 404
    refused = await browser.send("/desk/users/1/deactivate", "/desk/account")
    assert refused.status_code == 404
    assert "/desk/users" not in (await browser.get("/desk/account")).text


@pytest.mark.parametrize("number", ["0", "9999", "x", "-1", "9" * 30, "²"])
async def test_a_user_that_is_not_there_is_a_page(browse: Browse, number: str) -> None:
    browser = await browse("coordinator")
    for step in ("deactivate", "activate"):
        assert (await browser.send(f"/desk/users/{number}/{step}", "/desk/users")).status_code == 404


def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Any:
    monkeypatch.setattr(cli_work, "get_settings", lambda: settings)
    return CliRunner().invoke(commands, ["user", *arguments])


async def test_the_commands_do_the_same(
    settings: Settings, services: Services, desk_app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def command(*arguments: str) -> Any:
        return await asyncio.to_thread(run, settings, monkeypatch, *arguments)

    listed = await command("list")
    assert "anna@example.nl  Anna, accountmanager" in listed.output
    assert (await command("deactivate", " ANNA@example.nl ")).exit_code == 0
    assert "(geen toegang)" in (await command("list")).output
    assert (await command("activate", "anna@example.nl")).exit_code == 0
    told = await command("password", "anna@example.nl")
    password = told.output.replace("\n", "").rsplit(" ", 1)[1]
    async with services.database.reading() as session:
        assert await authenticate(session, "anna@example.nl", password)
    unknown = await command("password", "niemand@example.nl")
    assert isinstance(unknown.exception, UserError)
    assert "geen gebruiker met dit e-mailadres" in str(unknown.exception)
