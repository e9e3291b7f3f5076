"""A coordinator adds users and sends them a link, with which they set their own password."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from desk_builders import PASSWORD, Browser, account_manager, user_named
from sqlalchemy import select

from channels.desk.invitations import LASTS, invitation_link
from channels.desk.models import DeskUser, Role
from channels.mail.invitations import invitation
from channels.services import Services
from handoff.outbox import Entry
from handoff.outbox.models import OutboxEntry
from kit import clock
from kit.mail import MailServer

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

NEW = "mijn eigen wachtwoord"
LINK = re.compile(r"http://[^\s\"]+(/desk/log-in/invitation/[\w.-]+)")
NIEK = {"name": "Niek Nieuw", "email": "Niek@example.nl", "role": "editor"}


async def add(browser: Browser, **fields: str) -> Any:
    return await browser.send("/desk/users/new", "/desk/users", **NIEK | fields)


def link_in(text: str) -> str:
    found = LINK.search(text)
    assert found, text
    return found[1]


async def set_password(browser: Browser, path: str, again: str = NEW, new: str = NEW) -> Any:
    return await browser.send(path, path, password_new=new, password_again=again)


async def niek(services: Services) -> DeskUser:
    return await user_named(services, "niek")


@pytest.fixture
def mail(services: Services) -> None:
    """With a mail server links leave by mail; nothing is sent here."""
    services.settings.__dict__["mail_server"] = MailServer.parse("smtp://127.0.0.1:1")


async def test_without_mail_the_link_is_shown_once_and_sets_a_password_once(
    browse: Browse, services: Services
) -> None:
    coordinator, nobody = await browse("coordinator"), await browse()
    made = await add(coordinator)
    path = link_in(made.text)
    user = await niek(services)
    assert (user.email, user.role, user.password_hash) == ("niek@example.nl", Role.EDITOR, "")
    shown = (await coordinator.get(f"/desk/users/{user.id}")).text
    assert "/desk/log-in/invitation" not in shown and "Toegevoegd" in shown
    assert "uitgenodigd" in (await coordinator.get("/desk/users")).text
    assert (await nobody.log_in("niek", NEW)).status_code == 400
    page = await nobody.get(path)
    assert "Niek Nieuw" in page.text and page.headers["referrer-policy"] == "no-referrer"
    done = await set_password(nobody, path)
    assert (done.status_code, done.headers["location"]) == (303, "/desk/log-in?notice=password-set")
    assert "Uw wachtwoord is bewaard" in (await nobody.get(done.headers["location"])).text
    assert (await nobody.log_in("niek", NEW)).status_code == 303
    used = await (await browse()).get(path)
    assert used.status_code == 400 and "al gebruikt" in used.text


@pytest.mark.parametrize(
    ("new", "again", "message"),
    [("kort", "kort", "ten minste 12"), (NEW, "iets anders", "niet gelijk"), ("", "", "ten minste 12")],
)
async def test_a_password_that_cannot_be_leaves_the_link_as_it_was(
    browse: Browse, new: str, again: str, message: str
) -> None:
    path, browser = link_in((await add(await browse("coordinator"))).text), await browse()
    refused = await set_password(browser, path, again, new)
    assert refused.status_code == 400 and message in refused.text
    stolen = await browser.client.post(path, data={"password_new": NEW, "password_again": NEW})
    assert stolen.status_code == 403
    assert (await set_password(browser, path)).status_code == 303


async def test_a_link_ends_by_time_by_a_newer_one_by_another_address_and_with_the_access(
    browse: Browse, services: Services
) -> None:
    coordinator, browser = await browse("coordinator"), await browse()
    first = link_in((await add(coordinator)).text)
    at = f"/desk/users/{(await niek(services)).id}"
    with time_machine.travel(clock.now() + LASTS + timedelta(minutes=1), tick=False):
        assert "verlopen" in (await browser.get(first)).text
    second = link_in((await coordinator.send(f"{at}/invite", at)).text)
    assert "vervangen" in (await browser.get(first)).text
    assert "klopt niet" in (await browser.get(second[:-3])).text
    moved = await coordinator.send(at, at, name="Niek", email="niek.nieuw@example.nl")
    assert moved.status_code == 303 and "vervangen" in (await browser.get(second)).text
    third = link_in((await coordinator.send(f"{at}/invite", at)).text)
    assert (await browser.get(third)).status_code == 200
    await coordinator.send(f"{at}/deactivate", at)
    late = await browser.send(third, "/desk/log-in", password_new=NEW, password_again=NEW)
    assert late.status_code == 400 and "al gebruikt" in late.text
    refused = await coordinator.send(f"{at}/invite", at)
    assert refused.status_code == 400 and "eerst weer toegang" in refused.text


async def test_who_forgot_the_password_gets_a_link_by_mail_and_the_old_one_works_until_then(
    browse: Browse, services: Services, mail: None
) -> None:
    coordinator, anna = await browse("coordinator"), await browse("anna")
    at = f"/desk/users/{(await user_named(services, 'anna')).id}"
    sent = await coordinator.send(f"{at}/invite", at)
    assert sent.headers["location"] == f"{at}?notice=invited"
    assert (await (await browse()).log_in("anna")).status_code == 303
    async with services.database.reading() as session:
        rows = list(await session.scalars(select(OutboxEntry)))
        entry = Entry(rows[0].id, rows[0].kind, rows[0].key, rows[0].payload, 1, clock.now(), "")
        letter = await invitation(services, session, entry)
    assert len(rows) == 1 and letter and letter.to == "anna@example.nl"
    assert "nieuw wachtwoord" in letter.subject and "link" not in str(rows[0].payload)
    browser = await browse()
    assert (await set_password(browser, link_in(letter.text))).status_code == 303
    assert (await anna.get("/desk/tickets")).headers["location"].startswith("/desk/log-in")
    again = await browse()
    assert (await again.log_in("anna", PASSWORD)).status_code == 400
    assert (await again.log_in("anna", NEW)).status_code == 303
    async with services.database.reading() as session:
        assert await invitation(services, session, entry) is None


async def test_a_log_in_is_made_from_the_directory_with_what_stands_there(
    browse: Browse, services: Services, mail: None
) -> None:
    async with services.database.transaction() as session:
        session.add(account_manager("els", gemeenten=["laren"], email="els@gemeente.example"))
    coordinator = await browse("coordinator")
    card = (await coordinator.get("/desk/directory/els")).text
    assert 'href="/desk/users/new?account_manager_id=els"' in card
    form = (await coordinator.get("/desk/users/new?account_manager_id=els")).text
    assert 'value="els@gemeente.example"' in form and '<option value="els" selected>' in form
    fields = {"name": "Els", "email": "els@gemeente.example", "account_manager_id": "els"}
    made = await add(coordinator, **fields, role="account-manager")
    assert made.status_code == 303
    listed = (await coordinator.get("/desk/users")).text
    assert "Els Voorbeeld" in listed and "Laren" in listed
    assert "els@gemeente.example" in (await coordinator.get("/desk/directory/els")).text
    twice = await add(coordinator, email="els2@example.nl", role="account-manager", account_manager_id="els")
    assert twice.status_code == 400 and "al deze accountmanager" in twice.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"email": "geen adres"}, "e-mailadres klopt niet"),
        ({"email": "ANNA@example.nl"}, "al een gebruiker"),
        ({"name": " "}, "De naam is leeg"),
        ({"name": "n" * 121}, "langer dan 120"),
        ({"role": ""}, "Kies een rol"),
        ({"role": "baas"}, "Kies een rol"),
        ({"role": "account-manager"}, "Kies wie dit is"),
        ({"role": "account-manager", "account_manager_id": "weg"}, "Kies wie dit is"),
        ({"role": "account-manager", "account_manager_id": "anna"}, "al deze accountmanager"),
    ],
)
async def test_a_user_who_cannot_be_is_refused_and_what_was_typed_stays(
    browse: Browse, services: Services, fields: dict[str, str], message: str
) -> None:
    refused = await add(await browse("coordinator"), **fields)
    assert refused.status_code == 400 and message in refused.text
    assert f'value="{(NIEK | fields)["email"]}"' in refused.text
    async with services.database.reading() as session:
        assert await session.scalar(select(DeskUser).where(DeskUser.email == "niek@example.nl")) is None


async def test_what_changed_stands_in_the_history_with_who_did_it(
    browse: Browse, services: Services, mail: None
) -> None:
    coordinator, editor = await browse("coordinator"), await browse("redactie")
    at = f"/desk/users/{(await user_named(services, 'redactie')).id}"
    taken = await coordinator.send(at, at, name="Redactie", email="anna@example.nl")
    assert taken.status_code == 400 and "al een gebruiker" in taken.text
    await coordinator.send(at, at, name="Redactie Ruimte", email="redactie@example.nl")
    assert (await editor.get("/desk/articles")).status_code == 200
    await coordinator.send(f"{at}/role", at, role="auditor")
    assert (await editor.get("/desk/articles")).headers["location"].startswith("/desk/log-in")
    history = (await coordinator.get(at)).text
    for words in ("Redactie Ruimte", "redacteur", "auditor", "Coordinator, "):
        assert words in history
    seen = (await (await browse("auditor")).get(at)).text
    assert "Redactie Ruimte" in seen and f'action="{at}' not in seen


async def test_where_the_gemeente_lets_people_in_no_link_goes(browse: Browse, services: Services) -> None:
    coordinator = await browse("coordinator")
    services.settings.password_log_in = False
    at = f"/desk/users/{(await user_named(services, 'anna')).id}"
    refused = await coordinator.send(f"{at}/invite", at)
    assert refused.status_code == 400 and "via de gemeente" in refused.text
    assert (await add(coordinator)).status_code == 303
    user = await niek(services)
    assert user.invited_at is None
    forged = invitation_link(services.settings, user).removeprefix(services.settings.base_url)
    assert (await (await browse()).get(forged)).status_code == 400
