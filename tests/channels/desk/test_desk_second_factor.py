"""A password and a code: setting it up, logging in, losing the phone, and a region that asks for it."""

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pyotp
import pytest
import time_machine
from desk_builders import PASSWORD, TOKEN, Browser, user_named
from fastapi import FastAPI
from sqlalchemy import func, select

from channels.desk import second_factor
from channels.desk.models import RecoveryCode
from channels.desk.users import reset_second_factor, user_of
from channels.services import Services
from kit import clock

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

PATH = "/desk/account/second-factor"
SECRET = re.compile(r'<code class="secret">([A-Z2-7 ]+)</code>')
SALT = re.compile(r'name="salt" value="([^"]+)"')
CODES = re.compile(r"<li><code>([a-z2-7-]{19})</code></li>")


def code_at(secret: str, shift: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * shift))


async def turn_on(browser: Browser) -> tuple[str, list[str]]:
    """Set it up as a person does, with the key in letters; return the secret and the recovery codes."""
    page = (await browser.get(PATH)).text
    found, salt = SECRET.search(page), SALT.search(page)
    assert found and salt
    secret = found[1].replace(" ", "")
    done = await browser.client.post(
        PATH, data={"csrf_token": TOKEN.findall(page)[0], "salt": salt[1], "code": code_at(secret, -1)}
    )
    assert done.status_code == 200, done.text
    return secret, CODES.findall(done.text)


async def give(browser: Browser, password_page: httpx.Response, code: str, **fields: str) -> httpx.Response:
    """Send the form for the code."""
    token = TOKEN.search(password_page.text)
    assert token and "/desk/log-in/code" in password_page.text
    return await browser.client.post(
        "/desk/log-in/code", data={"csrf_token": token[1], "code": code, "next": ""} | fields
    )


async def test_after_setting_it_up_a_password_alone_is_not_enough(browse: Browse) -> None:
    secret, recovery = await turn_on(await browse("anna"))
    assert len(set(recovery)) == second_factor.RECOVERY_CODES
    browser = await browse()
    asked = await browser.log_in("anna")
    assert asked.status_code == 200 and "Zes cijfers" in asked.text
    assert (await browser.get("/desk/tickets")).status_code == 303
    wrong = await give(browser, asked, "000000")
    assert wrong.status_code == 400 and "klopt niet" in wrong.text
    passed = await give(browser, wrong, code_at(secret))
    assert passed.status_code == 303
    assert (await browser.get("/desk/tickets")).status_code == 200


async def test_the_page_draws_what_an_app_scans_without_styles_and_without_another_server(
    browse: Browse,
) -> None:
    page = (await (await browse("anna")).get(PATH)).text
    drawing = page[page.index("<svg") : page.index("</svg>")]
    assert "style" not in drawing and "http" not in drawing.replace("http://www.w3.org/2000/svg", "")


async def test_setting_it_up_needs_a_right_code_and_logs_out_elsewhere(browse: Browse) -> None:
    here, elsewhere = await browse("anna"), await browse("anna")
    token = await here.token(PATH)
    salt = SALT.search(here.page.text) if here.page else None
    assert salt
    wrong = await here.client.post(PATH, data={"csrf_token": token, "salt": salt[1], "code": "123"})
    assert wrong.status_code == 400 and salt[1] in wrong.text  # the same key: the app has it already
    assert (await elsewhere.get("/desk/tickets")).status_code == 200
    await turn_on(here)
    assert (await here.get("/desk/tickets")).status_code == 200
    assert (await elsewhere.get("/desk/tickets")).status_code == 303


@pytest.mark.parametrize("salt", ["", "x", "a" * 23, "../../etc/passwd-------"])
async def test_half_a_secret_that_we_did_not_make_is_refused(
    browse: Browse, services: Services, salt: str
) -> None:
    browser = await browse("anna")
    token = await browser.token(PATH)
    sent = await browser.client.post(PATH, data={"csrf_token": token, "salt": salt, "code": "123456"})
    assert sent.status_code == 303
    assert not (await user_named(services, "anna")).has_second_factor


async def test_a_code_works_once_also_in_the_same_half_minute(browse: Browse) -> None:
    with time_machine.travel("2026-11-23T10:00:05+01:00", tick=False):
        secret, _ = await turn_on(await browse("anna"))
        code = code_at(secret)
        first, second = await browse(), await browse()
        assert (await give(first, await first.log_in("anna"), code)).status_code == 303
        assert (await give(second, await second.log_in("anna"), code)).status_code == 400


@pytest.mark.parametrize(("shift", "status"), [(-3, 400), (-2, 400), (1, 303), (2, 400)])
async def test_a_clock_may_be_half_a_minute_off(browse: Browse, shift: int, status: int) -> None:
    with time_machine.travel("2026-11-23T10:00:05+01:00", tick=False):
        secret, _ = await turn_on(await browse("anna"))
        browser = await browse()
        asked = await browser.log_in("anna")
        assert (await give(browser, asked, code_at(secret, shift))).status_code == status


async def test_the_same_code_at_the_same_moment_passes_once(services: Services, browse: Browse) -> None:
    secret, _ = await turn_on(await browse("anna"))
    user, key = await user_named(services, "anna"), services.settings.session_secret
    code = code_at(secret)

    async def use() -> bool:
        async with services.database.transaction() as session:
            return await second_factor.use_code(session, user, code, key)

    assert sorted(await asyncio.gather(*(use() for _ in range(5)))) == [False] * 4 + [True]


async def test_a_recovery_code_works_once_however_it_is_typed_and_is_stored_as_a_hash(
    browse: Browse, services: Services
) -> None:
    _, recovery = await turn_on(await browse("anna"))
    async with services.database.reading() as session:
        hashes = set(await session.scalars(select(RecoveryCode.code_hash)))
    assert not hashes & set(recovery) and len(hashes) == len(recovery)
    browser = await browse()
    typed = recovery[3].upper().replace("-", " ")
    assert (await give(browser, await browser.log_in("anna"), typed)).status_code == 303
    again = await browse()
    assert (await give(again, await again.log_in("anna"), recovery[3])).status_code == 400


async def test_after_five_wrong_codes_even_a_right_one_waits_from_any_address(browse: Browse) -> None:
    secret, _ = await turn_on(await browse("anna"))
    browser = await browse()
    asked = await browser.log_in("anna")
    for _ in range(5):
        asked = await give(browser, asked, "000000")
    other = await browse("", "10.0.0.9")
    refused = await give(other, await other.log_in("anna"), code_at(secret))
    assert refused.status_code == 429 and "Wacht 15 minuten" in refused.text


async def test_without_a_right_password_there_is_nobody_to_give_a_code_for(
    browse: Browse, services: Services
) -> None:
    secret, _ = await turn_on(await browse("anna"))
    browser = await browse()
    token = await browser.token("/desk/log-in")
    fields = {"csrf_token": token, "code": code_at(secret)}
    assert (await browser.client.post("/desk/log-in/code", data=fields)).status_code == 403
    browser.client.cookies.set("voordeur_desk_half", "WzEsIngiXQ.x.y", path="/desk/log-in")
    assert (await browser.client.post("/desk/log-in/code", data=fields)).status_code == 403


@pytest.mark.parametrize("change", ["time", "password", "deactivated"])
async def test_the_first_half_is_worth_nothing_after_a_while_or_a_change(
    browse: Browse, services: Services, change: str
) -> None:
    with time_machine.travel("2026-11-23T10:00:05+01:00", tick=False) as travel:
        secret, _ = await turn_on(await browse("anna"))
        browser = await browse()
        asked = await browser.log_in("anna")
        if change == "time":
            travel.shift(timedelta(minutes=11))
        async with services.database.transaction() as session:
            user = await user_of(session, "anna@example.nl")
            user.active = change != "deactivated"
            if change == "password":
                user.password_hash += "x"
        assert (await give(browser, asked, code_at(secret))).status_code == 403


async def test_a_lost_form_survives_both_steps(browse: Browse) -> None:
    secret, _ = await turn_on(await browse("anna"))
    browser = await browse()
    asked = await browser.log_in("anna", next="/desk/tickets/VD-X/notes", kept_text="mijn notitie")
    assert 'value="mijn notitie"' in asked.text
    passed = await give(
        browser, asked, code_at(secret), next="/desk/tickets/VD-X/notes", kept_text="mijn notitie"
    )
    assert passed.status_code == 200 and "mijn notitie" in passed.text


async def test_turning_it_off_and_new_recovery_codes_take_a_code(browse: Browse, services: Services) -> None:
    with time_machine.travel("2026-11-23T10:00:05+01:00", tick=False) as travel:
        browser = await browse("anna")
        secret, old = await turn_on(browser)
        for form in ("off", "recovery-codes"):
            refused = await browser.send(f"{PATH}/{form}", PATH, code="000000")
            assert refused.status_code == 400 and "klopt niet" in refused.text
        renewed = await browser.send(f"{PATH}/recovery-codes", PATH, code=code_at(secret))
        new = CODES.findall(renewed.text)
        assert len(new) == len(old) and not set(new) & set(old)
        travel.shift(60)
        assert (await browser.send(f"{PATH}/off", PATH, code=code_at(secret))).status_code == 303
    assert not (await user_named(services, "anna")).has_second_factor
    async with services.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    assert (await (await browse()).log_in("anna")).status_code == 303


async def test_a_coordinator_helps_who_lost_everything_and_that_ends_the_sessions(
    browse: Browse, services: Services
) -> None:
    anna = await browse("anna")
    await turn_on(anna)
    user = await user_named(services, "anna")
    coordinator = await browse("coordinator")
    assert "Zet de tweede stap uit" in (await coordinator.get(f"/desk/users/{user.id}")).text
    done = await coordinator.send(f"/desk/users/{user.id}/second-factor/reset", "/desk/users")
    assert done.status_code == 303
    assert (await anna.get("/desk/tickets")).status_code == 303
    assert (await (await browse()).log_in("anna", PASSWORD)).status_code == 303


async def test_a_region_that_asks_for_it_lets_nobody_further_before_it_is_on(
    desk_app: FastAPI, browse: Browse, services: Services
) -> None:
    browser = await browse("anna")
    services.settings.totp_required = True
    for path in ("/desk/tickets", "/desk/articles", "/desk/account", "/desk"):
        assert (await browser.get(path)).headers["location"] == PATH
    page = await browser.get(PATH)
    assert "Uw organisatie vraagt om een tweede stap" in page.text
    await turn_on(browser)
    assert (await browser.get("/desk/tickets")).status_code == 200
    refused = await browser.send(f"{PATH}/off", PATH, code="000000")
    assert refused.status_code == 400 and "kunt u die niet uitzetten" in refused.text


async def test_the_command_helps_the_only_coordinator(browse: Browse, services: Services) -> None:
    await turn_on(await browse("coordinator"))
    async with services.database.transaction() as session:
        await reset_second_factor(session, await user_of(session, "coordinator@example.nl"))
    assert (await (await browse()).log_in("coordinator")).status_code == 303
