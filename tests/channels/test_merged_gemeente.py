"""The day on which a gemeente becomes part of another: pages, API, conversations and the desk go along."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import time_machine
from channels_builders import ARTICLE
from fastapi import FastAPI
from sqlalchemy import select

from assistant.actions.dialogue import take_turn
from assistant.actions.directory import beside
from assistant.actions.memory import Memory, load_memory, save_memory
from assistant.actions.turn import Understanding
from channels.app import create_app
from channels.desk.entry import Entry
from channels.desk.inbox.filters import Filters
from channels.desk.inbox.finding import find
from channels.desk.models import DeskUser, Role
from channels.services import Services
from handoff.models import AccountManager, ContactMoment, Ticket
from handoff.status import TicketStatus
from kit import clock
from kit.settings import Settings
from knowledge.models import Article, ContentState

NOON_BEFORE = datetime(2026, 12, 31, 12, tzinfo=UTC)
NOON_ON_THE_DAY = datetime(2027, 1, 1, 12, tzinfo=UTC)
AREAS = """
gemeenten:
  hilversum: {name: Hilversum, postcodes: ["1200-1223"]}
  wijdemeren: {name: Wijdemeren, kernen: [Loosdrecht], postcodes: ["1230-1231"]}
  laren: {name: Laren}
  eemnes: {name: Eemnes}
regions:
  gooi-en-vechtstreek: {name: Gooi en Vechtstreek, gemeenten: [hilversum, laren, wijdemeren, eemnes]}
merges:
  - from: wijdemeren
    into: hilversum
    on: 2027-01-01
    certainty: middel
    confirmed: true
    source: {title: Wet, document: Staatsblad, date: 2026}
"""


def _put(folder: Path, article_id: str, subject: str, area: str, kind: str = "law") -> None:
    text = ARTICLE.format(
        id=article_id, place=area.title(), area=area, question=article_id, until="2099-01-01"
    )
    text = text.replace(f"subject: {article_id}", f"subject: {subject}\nkind: {kind}")
    (folder / "articles" / "werken-aan-huis" / f"{article_id}.md").write_text(text)


@pytest.fixture
def content_dir(content_dir: Path) -> Path:
    """Both gemeenten have an article on parking, only the one that ends has one on berths."""
    (content_dir / "areas.yaml").write_text(AREAS)
    _put(content_dir, "parkeren-hilversum", "parkeren", "hilversum")
    _put(content_dir, "parkeren-wijdemeren", "parkeren", "wijdemeren")
    _put(content_dir, "steiger-wijdemeren", "steiger", "wijdemeren")
    for area in ("wijdemeren", "regio"):
        _put(content_dir, f"loket-{area}", "loket", area, kind="contact")
    return content_dir


@pytest.fixture
async def services(services: Services) -> AsyncIterator[Services]:
    """The directory of before the day: somebody for Wijdemeren, a walk-in hour there, an old ticket."""
    async with services.database.transaction() as session:
        session.add(_manager("joke", ["wijdemeren"]))
        session.add(_manager("loket", [], region_desk=True))
        session.add(_walk_in_hour())
        session.add(_ticket())
    yield services
    await services.engine.close()
    await services.database.close()


def _manager(name: str, gemeenten: list[str], **changes: Any) -> AccountManager:
    address = f"{name}@example.nl"
    return AccountManager(id=name, name=name.title(), email=address, gemeenten=gemeenten, **changes)


def _walk_in_hour() -> ContactMoment:
    return ContactMoment(
        id="inloop",
        gemeente="wijdemeren",
        title="Inloop",
        weekday=0,
        starts="09:00",
        ends="10:00",
        place="Dorpshuis",
        valid_from=date(2026, 1, 1),
    )


def _ticket() -> Ticket:
    return Ticket(
        reference="VD-2345678923",
        gemeente="wijdemeren",
        name="Jan Voorbeeld",
        question="Mag dat?",
        consent_at=NOON_BEFORE,
        consent_text="Ja",
        routing_reason="",
        status=TicketStatus.NEW,
        **dict.fromkeys(("due_at", "react_by", "settle_by", "amber_at"), NOON_BEFORE),
        created_at=NOON_BEFORE,
        updated_at=NOON_BEFORE,
    )


@pytest.fixture(params=[(NOON_BEFORE, False), (NOON_ON_THE_DAY, True)], ids=["day before", "on the day"])
async def merged(
    request: pytest.FixtureRequest, settings: Settings, services: Services
) -> AsyncIterator[bool]:
    """Whether the day has come."""
    moment, come = request.param
    with time_machine.travel(moment):
        await services.library.load()
        yield come


@pytest.fixture
async def app(settings: Settings, services: Services, merged: bool) -> AsyncIterator[FastAPI]:
    app = create_app(settings, services)
    async with app.router.lifespan_context(app):
        yield app
    del services.library.index


async def test_the_api_lists_the_new_gemeente_alone_and_takes_the_old_slug(
    client: httpx.AsyncClient, merged: bool
) -> None:
    gemeenten = {each["slug"]: each for each in (await client.get("/v1/gemeenten")).json()["gemeenten"]}
    assert ("wijdemeren" in gemeenten) is not merged
    assert gemeenten["hilversum"]["kernen"] == (["Wijdemeren", "Loosdrecht"] if merged else [])
    if not merged:
        planned = {"into": "hilversum", "on": "2027-01-01", "certainty": "middel", "confirmed": True}
        assert gemeenten["wijdemeren"]["mergePlanned"] == planned
    answer = await client.get("/v1/articles", params={"gemeente": "wijdemeren"})
    ids = {article["id"] for article in answer.json()["articles"]}
    own = (
        {"parkeren-hilversum", "kapsalon-hilversum"}
        if merged
        else {"parkeren-wijdemeren", "loket-wijdemeren"}
    )
    assert ids - {"loket-regio"} == own | {"steiger-wijdemeren"}


async def test_walk_in_hours_belong_to_the_new_gemeente(client: httpx.AsyncClient, merged: bool) -> None:
    async def moments(gemeente: str) -> list[str]:
        answer = await client.get("/v1/contact-moments", params={"gemeente": gemeente})
        return [each["gemeenteName"] for each in answer.json()["contactMoments"]]

    assert await moments("wijdemeren") == ["Hilversum" if merged else "Wijdemeren"]
    assert await moments("hilversum") == (["Hilversum"] if merged else [])
    calendar = await client.get("/v1/contact-moments.ics", params={"gemeente": "hilversum"})
    assert ("SUMMARY:Inloop" in calendar.text) is merged


async def test_old_links_to_pages_keep_working_and_say_what_changed(
    client: httpx.AsyncClient, merged: bool
) -> None:
    page = (await client.get("/kennis/steiger-wijdemeren")).text
    assert ("vroegere gemeente Wijdemeren" in page) is merged
    assert ("Wijdemeren wordt op 1 januari 2027 een deel van Hilversum" in page) is not merged
    chosen = await client.get("/kennis/parkeren-wijdemeren", params={"gemeente": "wijdemeren"})
    assert chosen.status_code == 200
    assert ("Voor Hilversum is er een ander antwoord" in chosen.text) is merged
    topic = (await client.get("/kennis/onderwerp/werken-aan-huis", params={"gemeente": "wijdemeren"})).text
    assert ("/kennis/parkeren-hilversum?gemeente=hilversum" in topic) is merged
    assert "/kennis/steiger-wijdemeren?gemeente=" in topic
    assert ('<option value="wijdemeren"' in topic) is not merged


async def test_contact_pages_of_the_former_gemeente_end_by_themselves(
    client: httpx.AsyncClient, services: Services, merged: bool
) -> None:
    found = services.library.index.search("loket-wijdemeren", gemeente="wijdemeren")
    assert found.hits[0].article.id == ("loket-regio" if merged else "loket-wijdemeren")
    page = await client.get("/kennis/loket-wijdemeren")
    assert page.status_code == (410 if merged else 200)
    assert ("Die is sinds 1 januari 2027 een deel van Hilversum" in page.text) is merged
    assert ("/kennis/loket-regio" in page.text) is merged or not merged
    assert (await client.get("/v1/articles/loket-wijdemeren")).status_code == (404 if merged else 200)
    (reply, *_) = await services.engine.respond("oud", text=None, choice="article:loket-wijdemeren")
    assert ("mag in Wijdemeren" in reply.text) is not merged


async def test_a_contact_page_that_is_published_after_the_day_is_not_used_either(
    services: Services, merged: bool
) -> None:
    library = services.library
    async with services.database.transaction() as session:
        for article_id, kind in (("steiger-wijdemeren", "contact"), ("loket-wijdemeren", "law")):
            article = await session.get_one(Article, article_id)
            article.kind, article.changed_in = kind, 99
        state = (await session.scalars(select(ContentState))).one()
        state.version = 99
    assert await library.refresh()
    assert ("steiger-wijdemeren" in library.articles) is not merged
    assert "loket-wijdemeren" in library.articles
    hits = library.index.search("steiger-wijdemeren", gemeente="hilversum").hits
    assert merged is ("steiger-wijdemeren" not in {hit.article.id for hit in hits}) or not merged
    assert not await library.refresh()


async def test_a_conversation_may_begin_with_the_old_slug_and_its_transcript_follows(
    client: httpx.AsyncClient, services: Services, merged: bool
) -> None:
    started = await client.post("/v1/conversations", json={"gemeente": "wijdemeren"})
    assert started.status_code == 201
    headers = {"Authorization": f"Bearer {started.json()['token']}"}
    transcript = await client.get(f"/v1/conversations/{started.json()['id']}", headers=headers)
    assert transcript.json()["gemeente"] == ("hilversum" if merged else "wijdemeren")
    assert (await client.post("/v1/conversations", json={"gemeente": "atlantis"})).status_code == 400


async def test_a_conversation_of_before_the_day_goes_on_in_the_new_gemeente(
    services: Services, merged: bool
) -> None:
    seen: list[Any] = []

    async def look(turn: Any) -> list[Any]:
        article = turn.library.articles["steiger-wijdemeren"]
        article.subject = "spreekuur"
        seen.append((turn.memory.gemeente, turn.gemeente_name(), (await beside(turn, article))[0].text))
        return []

    async with services.database.transaction() as session:
        await save_memory(session, "gesprek", Memory(gemeente="wijdemeren"))
    await take_turn(services.assistant, "gesprek", "hallo", Understanding("greet", chosen=True), look)
    (found,) = seen
    assert found[:2] == (("hilversum", "Hilversum") if merged else ("wijdemeren", "Wijdemeren"))
    assert f"**{found[1]}**: maandag 09:00-10:00" in found[2]
    async with services.database.reading() as session:
        assert (await load_memory(session, "gesprek")).gemeente == found[0]


async def test_an_old_button_with_the_old_slug_still_works_and_the_answer_says_what_changed(
    services: Services, merged: bool
) -> None:
    replies = await services.engine.respond("knop", text=None, choice="gemeente:wijdemeren")
    assert replies[0].answer and replies[0].answer.gemeente == ("hilversum" if merged else "wijdemeren")
    (article, *_) = await services.engine.respond("knop", text=None, choice="article:steiger-wijdemeren")
    assert ("vroegere gemeente Wijdemeren" in article.text) is merged


async def test_a_question_goes_to_whoever_had_the_former_gemeente(services: Services, merged: bool) -> None:
    """Joke stands in the directory for Wijdemeren only."""
    names = []
    for gemeente in ("wijdemeren", "hilversum"):
        await services.engine.respond(gemeente, text=None, choice=f"gemeente:{gemeente}")
        replies = await services.engine.respond(gemeente, text=None, choice="hand-off")
        names.append("Joke" in replies[-1].text)
    assert names == [True, merged]


async def test_an_account_manager_sees_old_tickets_that_belong_to_nobody(
    services: Services, merged: bool
) -> None:
    manager = _manager("hil", ["hilversum"], active=True)
    user = DeskUser(role=Role.ACCOUNT_MANAGER)
    entry = Entry(user, manager, "", services.library.areas.aliases(*manager.gemeenten))
    async with services.database.reading() as session:
        found = await find(session, entry, Filters(manager="niemand"), services.library.areas)
    assert bool(found.tickets) is merged


async def test_at_midnight_the_running_gateway_goes_along_without_a_restart(services: Services) -> None:
    with time_machine.travel(datetime(2026, 12, 31, 22, 59, 50, tzinfo=UTC), tick=False) as moment:
        await services.library.load()
        assert services.library.areas.find("Loosdrecht") == "wijdemeren"
        assert not await services.library.refresh()
        moment.move_to(datetime(2026, 12, 31, 23, 0, 1, tzinfo=UTC))
        assert clock.today() == date(2027, 1, 1)
        assert await services.library.refresh()
        assert services.library.areas.find("Loosdrecht") == "hilversum"
