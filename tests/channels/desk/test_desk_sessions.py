"""Where somebody is logged in, and what ends it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from desk_builders import user_named
from sqlalchemy import inspect, select

from channels.desk.devices import UNKNOWN, device
from channels.desk.models import DeskSession, Role
from channels.services import Services

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

PATH = "/desk/account/sessions"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0"
CHROME = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
END = re.compile(r'action="(/desk/account/sessions/[0-9a-f]{32}/end)"')


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox op Windows"),
        (CHROME, "Chrome op Android"),
        (f"{FIREFOX} Edg/140.0".replace("Firefox", "Chrome"), "Edge op Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari op een iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1", "Safari op een Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64) Wget", "Browser op Linux"),
        ("Firefox/1", "Firefox"),
        ("<script>alert(1)</script>", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_device_is_told_in_words_without_versions(user_agent: str, words: str) -> None:
    assert device(user_agent) == words


async def two_places(browse: Browse) -> tuple[Any, Any]:
    """Anna on a computer and on a phone."""
    browsers = []
    for user_agent in (FIREFOX, CHROME):
        browser = await browse()
        browser.client.headers["User-Agent"] = user_agent
        assert (await browser.log_in("anna")).status_code == 303
        browsers.append(browser)
    return browsers[0], browsers[1]


async def test_a_page_lists_the_own_sessions_and_ends_one_elsewhere(browse: Browse) -> None:
    computer, phone = await two_places(browse)
    await browse("bram")
    page = (await computer.get(PATH)).text
    assert "2 apparaten" in page and "Chrome op Android" in page and "dit apparaat" in page
    [path] = END.findall(page)
    assert (await computer.send(path, PATH)).status_code == 303
    assert (await phone.get("/desk/tickets")).status_code == 303
    assert "1 apparaat" in (await computer.get(PATH)).text


async def test_everywhere_else_is_ended_at_once(browse: Browse) -> None:
    computer, phone = await two_places(browse)
    bram = await browse("bram")
    assert (await computer.send(f"{PATH}/others/end", PATH)).status_code == 303
    assert (await phone.get("/desk/tickets")).status_code == 303
    assert (await computer.get("/desk/tickets")).status_code == 200
    assert (await bram.get("/desk/tickets")).status_code == 200


@pytest.mark.parametrize("named", ["0" * 32, "%25" * 8, "x", "0" * 64])
async def test_a_session_that_is_not_there_is_a_page_that_says_so(browse: Browse, named: str) -> None:
    anna = await browse("anna")
    assert (await anna.send(f"{PATH}/{named}/end", PATH)).status_code == 404
    assert (await anna.get("/desk/tickets")).status_code == 200


async def test_nothing_is_kept_of_where_somebody_was(browse: Browse, services: Services) -> None:
    await browse("anna", "203.0.113.7")
    columns = {column.key for column in inspect(DeskSession).columns}
    assert columns == {
        "token_hash",
        "user_id",
        "csrf_token",
        "device",
        "id_token",
        "created_at",
        "last_seen_at",
        "expires_at",
    }
    async with services.database.reading() as session:
        found = (await session.scalars(select(DeskSession))).one()
    assert "203.0.113.7" not in repr(vars(found))


async def test_after_eight_idle_hours_a_session_is_neither_listed_nor_worth_anything(browse: Browse) -> None:
    with time_machine.travel("2026-11-23T09:00:00+01:00", tick=False) as travel:
        computer, phone = await two_places(browse)
        travel.shift(timedelta(hours=5))
        assert (await computer.get("/desk/tickets")).status_code == 200
        travel.shift(timedelta(hours=4))
        assert "1 apparaat" in (await computer.get(PATH)).text
        assert (await phone.get("/desk/tickets")).status_code == 303


async def test_how_long_a_session_lasts_is_a_setting(browse: Browse, services: Services) -> None:
    services.settings.session_idle, services.settings.session_longest = 30, 2
    with time_machine.travel("2026-11-23T09:00:00+01:00", tick=False) as travel:
        anna, bram = await browse("anna"), await browse("bram")
        said = (await anna.get(PATH)).text
        assert "30 minuten niets doet" in said and "Na 2 uur logt iedereen opnieuw in" in said
        for status in (200, 200, 200, 200, 303):  # busy all the time, until two hours are over
            travel.shift(timedelta(minutes=24))
            assert (await anna.get("/desk/tickets")).status_code == status
        assert (await bram.get("/desk/tickets")).status_code == 303


async def test_another_role_ends_the_sessions_and_holds_from_the_next_log_in(
    browse: Browse, services: Services
) -> None:
    editor, coordinator = await browse("redactie"), await browse("coordinator")
    user = await user_named(services, "redactie")
    done = await coordinator.send(f"/desk/users/{user.id}/role", "/desk/users", role="auditor")
    assert done.status_code == 303, done.text
    assert (await editor.get("/desk/articles")).status_code == 303
    assert (await user_named(services, "redactie")).role is Role.AUDITOR
    assert (await (await browse("redactie")).get("/desk/tickets")).status_code == 200


@pytest.mark.parametrize(
    ("who", "fields", "message"),
    [
        ("redactie", {"role": "baas"}, "Kies een rol"),
        ("redactie", {"role": ""}, "Kies een rol"),
        ("redactie", {"role": "account-manager"}, "Kies wie dit is"),
        ("redactie", {"role": "account-manager", "account_manager_id": "niemand"}, "Kies wie dit is"),
        ("redactie", {"role": "account-manager", "account_manager_id": "anna"}, "is al deze"),
        ("coordinator", {"role": "auditor"}, "niet met uzelf"),
    ],
)
async def test_a_role_that_cannot_be_is_refused_in_a_sentence(
    browse: Browse, services: Services, who: str, fields: dict[str, str], message: str
) -> None:
    coordinator = await browse("coordinator")
    user = await user_named(services, who)
    refused = await coordinator.send(f"/desk/users/{user.id}/role", "/desk/users", **fields)
    assert refused.status_code == 400 and message in refused.text
    assert (await user_named(services, who)).role is user.role


async def test_an_account_manager_who_becomes_something_else_leaves_the_entry_to_another(
    browse: Browse, services: Services
) -> None:
    coordinator = await browse("coordinator")
    oud, editor = await user_named(services, "oud"), await user_named(services, "redactie")
    for user, fields in (
        (oud, {"role": "editor", "account_manager_id": "oud"}),
        (editor, {"role": "account-manager", "account_manager_id": "oud"}),
    ):
        done = await coordinator.send(f"/desk/users/{user.id}/role", "/desk/users", **fields)
        assert done.status_code == 303, done.text
    assert (await user_named(services, "oud")).account_manager_id is None
    assert (await user_named(services, "redactie")).account_manager_id == "oud"
