"""Logging in and out, and staying logged in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from desk_builders import PASSWORD, user_named
from sqlalchemy import func, select

from channels.desk.models import DeskSession, DeskUser, LogInAttempt
from channels.desk.sessions import hash_token
from channels.services import Services
from kit.settings import Settings

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("email", ["anna@example.nl", " ANNA@Example.nl "])
async def test_the_right_password_opens_the_desk(browse: Browse, email: str) -> None:
    browser = await browse()
    response = await browser.log_in("anna", email=email)
    assert (response.status_code, response.headers["location"]) == (303, "/desk")
    assert (await browser.get("/desk/tickets")).status_code == 200


async def test_the_cookie_is_for_the_desk_and_out_of_reach_of_scripts(browse: Browse) -> None:
    browser = await browse()
    cookies = (await browser.log_in("anna")).headers.get_list("set-cookie")
    (cookie,) = [value for value in cookies if value.startswith("voordeur_desk=")]
    assert "HttpOnly" in cookie and "Path=/desk" in cookie and "SameSite=lax" in cookie
    assert "Secure" not in cookie


async def test_behind_https_the_cookie_is_for_https_only(browse: Browse, settings: Settings) -> None:
    settings.secure_cookies = True
    browser = await browse()
    token = await browser.token("/desk/log-in")
    browser.client.cookies.set("voordeur_desk_form", token, domain="voordeur.test", path="/desk")
    form = {"email": "anna@example.nl", "password": PASSWORD, "csrf_token": token}
    response = await browser.client.post("/desk/log-in", data=form)
    assert response.status_code == 303
    cookies = response.headers.get_list("set-cookie")
    assert any(value.startswith("voordeur_desk=") and "Secure" in value for value in cookies)


@pytest.mark.parametrize(
    ("who", "password"),
    [
        ("anna", "verkeerd wachtwoord"),
        ("anna", ""),
        ("anna", "\x00"),
        ("anna", PASSWORD.upper()),
        ("niemand", PASSWORD),
        ("", PASSWORD),
    ],
)
async def test_a_wrong_log_in_says_the_same_whatever_is_wrong(
    browse: Browse, who: str, password: str
) -> None:
    browser = await browse()
    response = await browser.log_in(who, password)
    assert response.status_code == 400
    assert "Het e-mailadres of het wachtwoord klopt niet." in response.text
    assert 'aria-invalid="true"' in response.text and "<title>Fout: " in response.text
    assert f'value="{who}@example.nl"' in response.text and PASSWORD not in response.text
    assert "voordeur_desk" not in browser.client.cookies
    assert (await browser.get("/desk/tickets")).status_code == 303


async def test_an_inactive_user_cannot_log_in_and_is_put_out(browse: Browse, services: Services) -> None:
    inside, outside = await browse("anna"), await browse()
    async with services.database.transaction() as session:
        (await session.get_one(DeskUser, (await user_named(services, "anna")).id)).active = False
    assert (await inside.get("/desk/tickets")).status_code == 303
    assert (await outside.log_in("anna")).status_code == 400


async def test_five_failures_close_the_door_for_a_quarter_of_an_hour(browse: Browse) -> None:
    with time_machine.travel(NOW, tick=False) as travel:
        browser = await browse()
        for _ in range(5):
            assert (await browser.log_in("anna", "fout")).status_code == 400
        for password in ("fout", PASSWORD):
            response = await browser.log_in("anna", password)
            assert response.status_code == 429 and "Wacht 15 minuten" in response.text
        travel.shift(timedelta(minutes=14, seconds=59))
        assert (await browser.log_in("anna")).status_code == 429
        travel.shift(timedelta(seconds=1))
        assert (await browser.log_in("anna")).status_code == 303


async def test_the_closed_door_is_that_of_one_user_at_one_address(browse: Browse) -> None:
    browser = await browse()
    for _ in range(6):
        response = await browser.log_in("anna", "fout")
    assert response.status_code == 429
    assert (await browser.log_in("bram")).status_code == 303
    assert (await (await browse(address="127.0.0.2")).log_in("anna")).status_code == 303


async def test_capitals_do_not_give_more_tries(browse: Browse) -> None:
    browser = await browse()
    for email in (
        "anna@example.nl",
        "ANNA@example.nl",
        " anna@example.nl",
        "Anna@Example.nl",
        "anna@EXAMPLE.nl",
    ):
        await browser.log_in("anna", "fout", email=email)
    assert (await browser.log_in("anna", "fout")).status_code == 429


async def test_a_good_log_in_begins_the_count_again(browse: Browse, services: Services) -> None:
    browser = await browse()
    for _ in range(3):
        for _ in range(4):
            assert (await browser.log_in("anna", "fout")).status_code == 400
        response = await browser.log_in("anna")
        assert response.status_code == 303
        browser.client.cookies.clear()
    async with services.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(LogInAttempt)) == 0


async def test_what_is_kept_of_attempts_tells_nobody_who_it_was(browse: Browse, services: Services) -> None:
    await (await browse()).log_in("anna", "fout")
    async with services.database.reading() as session:
        (attempt,) = await session.scalars(select(LogInAttempt))
    assert len(attempt.key) == 64 and "anna" not in attempt.key


async def test_logging_in_again_ends_the_earlier_session(browse: Browse, services: Services) -> None:
    browser = await browse("anna")
    first = browser.client.cookies["voordeur_desk"]
    # The form is not shown to who is logged in, so its token is fetched by a browser without a session.
    other = await browse()
    token = await other.token("/desk/log-in")
    browser.client.cookies.set("voordeur_desk_form", token, domain="voordeur.test", path="/desk/log-in")
    form = {"email": "anna@example.nl", "password": PASSWORD, "csrf_token": token}
    response = await browser.client.post("/desk/log-in", data=form)
    assert response.status_code == 303
    second = browser.client.cookies["voordeur_desk"]
    assert first != second
    async with services.database.reading() as session:
        assert list(await session.scalars(select(DeskSession.token_hash))) == [hash_token(second)]


async def test_the_token_itself_is_not_in_the_database(browse: Browse, services: Services) -> None:
    token = (await browse("anna")).client.cookies["voordeur_desk"]
    async with services.database.reading() as session:
        (stored,) = await session.scalars(select(DeskSession))
    assert token not in (stored.token_hash, stored.csrf_token)


async def test_logging_out_ends_the_session_in_the_database_too(browse: Browse, services: Services) -> None:
    browser = await browse("anna")
    token = browser.client.cookies["voordeur_desk"]
    response = await browser.send("/desk/log-out")
    assert (response.status_code, response.headers["location"]) == (303, "/desk/log-in")
    assert "voordeur_desk" not in browser.client.cookies
    browser.client.cookies.set("voordeur_desk", token, domain="voordeur.test", path="/desk")
    assert (await browser.get("/desk/tickets")).status_code == 303
    async with services.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(DeskSession)) == 0


@pytest.mark.parametrize(
    ("away", "status"), [(timedelta(hours=7, minutes=59), 200), (timedelta(hours=8), 303)]
)
async def test_a_session_ends_eight_hours_after_the_last_visit(
    browse: Browse, away: timedelta, status: int
) -> None:
    with time_machine.travel(NOW, tick=False) as travel:
        browser = await browse("anna")
        travel.shift(timedelta(hours=5))
        assert (await browser.get("/desk/tickets")).status_code == 200
        travel.shift(away)
        assert (await browser.get("/desk/tickets")).status_code == status


async def test_a_script_that_looks_for_news_does_not_lengthen_the_session(browse: Browse) -> None:
    with time_machine.travel(NOW, tick=False) as travel:
        browser = await browse("anna")
        for _ in range(8):
            response = await browser.get("/desk/tickets", headers={"X-Background": "1"})
            assert response.status_code == 200
            travel.shift(timedelta(hours=1))
        assert (await browser.get("/desk/tickets")).status_code == 303


@pytest.mark.parametrize("token", ["", "onzin", "a" * 5000, "é"])
async def test_an_unknown_token_opens_nothing(browse: Browse, token: str) -> None:
    browser = await browse()
    headers = [(b"Cookie", b"voordeur_desk=" + token.encode())]
    assert (await browser.get("/desk/tickets", headers=headers)).status_code == 303


async def test_the_log_in_form_needs_its_own_token_and_keeps_the_address(browse: Browse) -> None:
    browser = await browse()
    await browser.get("/desk/log-in")
    for token in ("", "verkeerd", "é"):
        form = {"email": "anna@example.nl", "password": PASSWORD, "csrf_token": token}
        response = await browser.client.post("/desk/log-in", data=form)
        assert response.status_code == 403
        assert 'value="anna@example.nl"' in response.text
        assert "voordeur_desk" not in browser.client.cookies


async def test_a_log_in_form_of_another_site_is_refused(browse: Browse) -> None:
    browser = await browse()
    form = {
        "email": "anna@example.nl",
        "password": PASSWORD,
        "csrf_token": await browser.token("/desk/log-in"),
    }
    response = await browser.client.post("/desk/log-in", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


async def test_a_strange_address_or_cookie_breaks_nothing(browse: Browse) -> None:
    browser = await browse()
    assert (await browser.log_in("anna", email="\x00anna@example.nl\u200b")).status_code == 303
    response = await (await browse()).get(
        "/desk/log-in", headers=[(b"Cookie", b'voordeur_desk_form="\\777\\351"; voordeur_desk="\\777"')]
    )
    assert response.status_code == 200


async def test_after_logging_in_you_are_where_you_wanted_to_be(browse: Browse) -> None:
    browser = await browse()
    response = await browser.get("/desk/tickets/VD-ABCDEFGHJK")
    assert response.headers["location"] == "/desk/log-in?next=%2Fdesk%2Ftickets%2FVD-ABCDEFGHJK"
    assert 'value="/desk/tickets/VD-ABCDEFGHJK"' in (await browser.get(response.headers["location"])).text
    done = await browser.log_in("anna", next="/desk/tickets/VD-ABCDEFGHJK")
    assert done.headers["location"] == "/desk/tickets/VD-ABCDEFGHJK"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://kwaad.test/",
        "//kwaad.test",
        "/desk//../..//kwaad.test",
        "/desk/\\kwaad",
        "/v1/articles",
        "/desk/log-in",
    ],
)
async def test_logging_in_leads_nowhere_else(browse: Browse, elsewhere: str) -> None:
    response = await (await browse()).log_in("anna", next=elsewhere)
    assert (response.status_code, response.headers["location"]) == (303, "/desk")


async def test_who_is_logged_in_does_not_see_the_form(browse: Browse) -> None:
    response = await (await browse("anna")).get("/desk/log-in")
    assert (response.status_code, response.headers["location"]) == (303, "/desk")


@pytest.mark.parametrize(
    ("who", "path"),
    [("anna", "/desk/tickets"), ("coordinator", "/desk/tickets"), ("redactie", "/desk/articles")],
)
async def test_the_desk_opens_on_the_page_of_the_user(browse: Browse, who: str, path: str) -> None:
    assert (await (await browse(who)).get("/desk")).headers["location"] == path


async def test_no_password_and_no_address_gets_into_the_log(
    browse: Browse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="channels")
    browser = await browse()
    await browser.log_in("anna", "geheim-geprobeerd")
    await browser.log_in("anna")
    assert "geheim-geprobeerd" not in caplog.text and "anna@example.nl" not in caplog.text
