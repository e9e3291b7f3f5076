"""What account managers say of themselves, walk-in hours and closed days."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import time_machine
from desk_builders import Browser
from sqlalchemy import select

from channels.services import Services
from handoff.availability import not_there
from handoff.models import AccountManager, ClosedDay, ContactMoment, DirectoryChange
from handoff.presence import SEEN_WITHIN, Presence
from handoff.service import contact_moments
from kit import clock

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]

OWN = "/desk/presence"
HOURS = "/desk/walk-in-hours"
CLOSED = "/desk/closed-days"
SOON = clock.today() + timedelta(days=40)
HOUR = {
    "title": "Inloop in het raadhuis",
    "gemeente": "laren",
    "weekday": "thursday",
    "starts": "9.30",
    "ends": "11 uur",
    "place": "Raadhuis",
    "valid_from": "",
    "valid_until": "",
}


async def anna_of(services: Services) -> AccountManager:
    async with services.database.reading() as session:
        return await session.get_one(AccountManager, "anna")


async def test_logging_in_makes_present_and_logging_out_ends_it(browse: Browse, services: Services) -> None:
    anna: Browser = await browse("anna")
    found = await anna_of(services)
    assert found.presence_on(clock.now()) is Presence.PRESENT
    with time_machine.travel(clock.now() + SEEN_WITHIN + timedelta(minutes=1)):
        assert found.presence_on(clock.now()) is None
        await anna.get("/desk/tickets", headers={"X-Background": "1"})
        assert (await anna_of(services)).presence_on(clock.now()) is None
        await anna.get("/desk/tickets")
        assert (await anna_of(services)).presence_on(clock.now()) is Presence.PRESENT
    await anna.send("/desk/log-out")
    assert (await anna_of(services)).presence_on(clock.now()) is None


async def test_everybody_chooses_the_hour_of_the_own_digest_or_none(
    browse: Browse, services: Services
) -> None:
    anna: Browser = await browse("anna")
    for hour in ("16", "-1", ""):
        done = await anna.send(f"{OWN}/digest", OWN, hour=hour)
        assert done.headers["location"].endswith("notice=digest")
        assert (await anna_of(services)).digest_hour == (int(hour) if hour else None)
        page = (await anna.get(OWN)).text
        assert (f'value="{hour}" selected' in page) == bool(hour) and "om 8 uur</option>" in page
    for wrong in ("3", "24", "acht", "-2"):
        refused = await anna.send(f"{OWN}/digest", OWN, hour=wrong)
        assert refused.status_code == 400 and "Kies een uur" in refused.text
    assert (await anna_of(services)).digest_hour is None


BACK = {
    "/desk/tickets": "/desk/tickets",
    "/desk/tickets/VD-ABCDEFGHJK": "/desk/tickets/VD-ABCDEFGHJK",
    "": f"{OWN}?notice=presence",
    "https://elders.nl/desk": f"{OWN}?notice=presence",
    "//elders.nl": f"{OWN}?notice=presence",
    "/desk/../../elders": f"{OWN}?notice=presence",
}


async def test_a_choice_is_kept_and_leads_back_within_the_desk(browse: Browse, services: Services) -> None:
    anna: Browser = await browse("anna")
    for back, goes_to in BACK.items():
        response = await anna.send(OWN, presence="afwezig", back=back)
        assert (response.status_code, response.headers["location"]) == (303, goes_to)
    assert (await anna_of(services)).presence_on(clock.now()) is Presence.ABSENT
    page = (await anna.get("/desk/tickets")).text
    assert '<option value="afwezig" selected>' in page


async def test_a_choice_that_does_not_exist_is_refused(browse: Browse, services: Services) -> None:
    response = await (await browse("anna")).send(OWN, presence="misschien")
    assert response.status_code == 400
    assert "Kies aanwezig, even weg of afwezig" in response.text
    assert (await anna_of(services)).presence is None


async def test_an_account_manager_plans_their_own_absence_and_nobody_elses(
    browse: Browse, services: Services
) -> None:
    anna: Browser = await browse("anna")
    typed = {"absence_first_day": str(SOON), "absence_last_day": str(SOON), "absence_replacement_id": "bram"}
    assert (await anna.send(f"{OWN}/absences", OWN, **typed)).status_code == 303
    [absence] = (await anna_of(services)).absences
    assert (absence.first_day, absence.replacement_id) == (SOON, "bram")
    assert "Bram Voorbeeld vervangt" in (await anna.get(OWN)).text
    bram: Browser = await browse("bram")
    assert (await bram.send(f"{OWN}/absences/{absence.id}/remove", OWN)).status_code == 404
    refused = await anna.send(f"{OWN}/absences", OWN, **typed)
    assert refused.status_code == 400 and "Er staat al een afwezigheid" in refused.text
    assert f'value="{SOON}"' in refused.text
    assert (await anna.send(f"{OWN}/absences/{absence.id}/remove", OWN)).status_code == 303
    assert (await anna_of(services)).absences == []
    async with services.database.reading() as session:
        changes = list(await session.scalars(select(DirectoryChange)))
    assert [change.actor for change in changes] == ["Anna Voorbeeld"] * 2


async def test_who_has_no_entry_of_their_own_sees_no_switch(browse: Browse) -> None:
    for who in ("coordinator", "redactie", "auditor", "oud"):
        browser: Browser = await browse(who)
        assert (await browser.get(OWN)).status_code == 404, who
        assert "presence-choice" not in (await browser.get("/desk/account")).text, who


async def test_a_walk_in_hour_is_added_changed_and_ended(browse: Browse, services: Services) -> None:
    coordinator: Browser = await browse("coordinator")
    assert (await coordinator.send(f"{HOURS}/new", f"{HOURS}/new", **HOUR)).status_code == 303
    path = f"{HOURS}/laren-inloop-in-het-raadhuis"
    async with services.database.reading() as session:
        shown = {moment.id: moment for moment in await contact_moments(session, "laren")}
    added = shown["laren-inloop-in-het-raadhuis"]
    assert (added.weekday, added.starts, added.ends, added.valid_from) == (3, "09:30", "11:00", clock.today())
    version = re.search(r'name="version" value="(\d+)"', (await coordinator.get(path)).text)
    assert version
    changed = HOUR | {"starts": "10:00", "version": version[1]}
    assert (await coordinator.send(path, path, **changed)).status_code == 303
    refused = await coordinator.send(path, path, **changed | {"starts": "10:30"})
    assert refused.status_code == 400 and "intussen gewijzigd" in refused.text
    assert 'value="10:30"' in refused.text
    assert (await coordinator.send(f"{path}/end", path)).status_code == 303
    async with services.database.reading() as session:
        assert added.id not in {each.id for each in await contact_moments(session, "laren")}
        kept = await session.get_one(ContactMoment, added.id)
    assert (kept.starts, kept.edited_at_desk) == ("10:00", True)
    assert "Beëindigd (1)" in (await coordinator.get(HOURS)).text


WRONG_HOURS = [
    ("title", "", "Vul dit in"),
    ("title", "t" * 201, "te lang"),
    ("gemeente", "almere", "Kies een gemeente"),
    ("weekday", "dinsdag", "Kies een dag"),
    ("starts", "ochtend", "Dit is geen tijd"),
    ("ends", "25:00", "is geen tijd"),
    ("ends", "9:00", "niet na het begin"),
    ("place", "", "Vul dit in"),
    ("valid_from", "31-02-2027", "Dit is geen dag"),
    ("valid_until", "2020-01-01", "voor de eerste dag"),
]


async def test_what_is_wrong_with_a_walk_in_hour_stands_beside_its_field(browse: Browse) -> None:
    coordinator: Browser = await browse("coordinator")
    for field, value, told in WRONG_HOURS:
        response = await coordinator.send(f"{HOURS}/new", f"{HOURS}/new", **HOUR | {field: value})
        assert response.status_code == 400, field
        beside = re.search(rf'id="{field}-error"><strong>Fout:</strong> ([^<]*)', unescape(response.text))
        assert beside and told in beside[1], field
        kept = [typed for name, typed in HOUR.items() if name not in {field, "gemeente", "weekday"}]
        assert all(f'value="{typed}"' in response.text for typed in kept), field


async def test_a_closed_day_holds_from_the_moment_it_is_set(browse: Browse, services: Services) -> None:
    coordinator: Browser = await browse("coordinator")
    with time_machine.travel(clock.now().replace(year=2027, month=5, day=3, hour=9)):
        coordinator = await browse("coordinator")
        response = await coordinator.send(CLOSED, CLOSED, on="07-05-2027", name="Dag na Hemelvaart")
        assert response.status_code == 303, response.text
        assert "7 mei 2027: Dag na Hemelvaart (hele regio)" in (await coordinator.get(CLOSED)).text
        again = await coordinator.send(CLOSED, CLOSED, on="2027-05-07", name="Nog eens", gemeente="laren")
        assert again.status_code == 400 and "al dicht: Dag na Hemelvaart" in again.text
    friday = clock.now().replace(year=2027, month=5, day=7, hour=9)
    async with services.database.reading() as session:
        anna, [day] = (
            await session.get_one(AccountManager, "anna"),
            list(await session.scalars(select(ClosedDay))),
        )
        found = await not_there(session, anna, friday)
    assert found is not None and found.holiday == "Dag na Hemelvaart"
    assert clock.dutch_moment(found.back_at) == "maandag 10 mei om 09:00 uur"
    assert (await coordinator.send(f"{CLOSED}/{day.id}/remove", CLOSED)).status_code == 303
    async with services.database.reading() as session:
        assert list(await session.scalars(select(ClosedDay))) == []


WRONG_DAYS = [
    ({"on": "ooit"}, "day", "Dit is geen dag"),
    ({"on": "01-01-2020"}, "day", "al voorbij"),
    ({"on": f"25-12-{clock.today().year + 1}"}, "day", "Dit is al een feestdag: Eerste kerstdag"),
    ({"name": ""}, "name", "Schrijf waarom"),
    ({"name": "n" * 121}, "name", "te lang"),
    ({"gemeente": "almere"}, "gemeente", "Kies een gemeente van de regio"),
]


async def test_what_is_wrong_with_a_closed_day_stands_beside_its_field(browse: Browse) -> None:
    coordinator: Browser = await browse("coordinator")
    right = {"on": f"03-02-{clock.today().year + 1}", "name": "Personeelsdag", "gemeente": ""}
    for typed, field, told in WRONG_DAYS:
        response = await coordinator.send(CLOSED, CLOSED, **right | typed)
        assert response.status_code == 400, field
        beside = re.search(rf'id="{field}-error"><strong>Fout:</strong> ([^<]*)', unescape(response.text))
        assert beside and told in beside[1], field
        assert all(f'value="{value}"' in response.text for value in typed.values()), field
