"""The lists that editors work from, what differs between two versions, and when a review is due."""

from datetime import date
from typing import Any

import pytest
import time_machine
from curation_builders import ALONE, ANNA, BRAM, content, offered, published
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.curation import service
from knowledge.curation.differences import LABELS, Part, differences
from knowledge.curation.lifecycle import withdraw_expired
from knowledge.curation.listing import listing, worklist
from knowledge.curation.review import PERIODS, kind_of, review_on
from knowledge.drafts import Draft
from knowledge.schemas import ArticleFile

TODAY = date(2026, 11, 21)
TOPICS = ("financiering", "omgevingsplan", "contact", "starten")


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel("2026-11-21 12:00 +01:00") as today:
        yield today


@pytest.fixture
async def filled(session: AsyncSession) -> AsyncSession:
    """Three published articles, one with a change offered, a withdrawn one, and one that is only a draft."""
    await published(session)
    await published(
        session,
        id="terras",
        topic="wegwijzer",
        area="hilversum",
        questions=["Mag ik een terras?"],
        checked_on="2026-11-01",
        valid_until="2026-12-05",
    )
    await published(
        session, id="stoep", questions=["stoep"], checked_on="2025-11-21", valid_until="2028-01-01"
    )
    await published(session, id="oud", questions=["oud"])
    await service.withdraw(session, BRAM, "oud", "")
    await service.save_draft(session, ANNA, content(id="nieuw", questions=["nog niets"]), base_number=None)
    await offered(session, base=1, title="Een andere titel")
    return session


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["microkrediet", "nieuw", "oud", "stoep", "terras"]),
        ({"topic": "wegwijzer"}, ["terras"]),
        ({"area": "hilversum"}, ["terras"]),
        ({"status": "published"}, ["microkrediet", "stoep", "terras"]),
        ({"status": "withdrawn"}, ["oud"]),
        ({"status": "draft"}, ["nieuw"]),
        ({"status": "new"}, ["nieuw"]),
        ({"status": "in-review"}, ["microkrediet"]),
        ({"status": "conflict"}, []),
        ({"expires_within_days": 30}, ["terras"]),
        ({"expires_within_days": 13}, []),
        ({"review_due": True}, ["stoep"]),
        ({"query": "TERRAS"}, ["terras"]),
        ({"query": "mag ik een"}, ["terras"]),
        ({"query": "nog niets"}, ["nieuw"]),
        ({"query": "andere titel"}, ["microkrediet"]),
        ({"query": "100%"}, []),
        ({"query": "krediet", "status": "withdrawn"}, ["oud"]),
        ({"query": "microkrediet voor", "topic": "contact"}, []),
    ],
)
async def test_every_filter_narrows_the_list(
    filled: AsyncSession, filters: dict[str, Any], expected: list[str]
) -> None:
    assert [row.id for row in await listing(filled, **filters)] == expected


async def test_a_row_tells_what_is_open(filled: AsyncSession) -> None:
    [row] = await listing(filled, query="microkrediet", status="in-review")
    assert (row.status, row.revision, row.title) == ("published", 1, "Microkrediet voor ondernemers")
    assert [revision.content["title"] for revision in row.open] == ["Een andere titel"]
    [new] = await listing(filled, status="new")
    assert (new.status, new.revision, new.topic, len(new.open)) == ("new", 0, "financiering", 1)


async def test_the_worklist_has_all_that_waits(filled: AsyncSession) -> None:
    assert await withdraw_expired(filled, TODAY) == []
    work = await worklist(filled, TODAY)
    assert [each.article_id for each in work.in_review] == ["microkrediet"]
    assert [each.article_id for each in work.drafts] == ["nieuw"]
    assert [row.id for row in work.review_due] == ["stoep"]
    assert [row.id for row in work.expires_soon] == ["terras"]
    assert (work.expired, work.conflicts) == ([], [])


async def test_what_expired_is_on_the_worklist_until_an_editor_does_something(filled: AsyncSession) -> None:
    after = date(2026, 12, 6)
    assert await withdraw_expired(filled, date(2026, 12, 5)) == []
    assert await withdraw_expired(filled, after) == ["terras"]
    assert await withdraw_expired(filled, after) == []
    last = (await service.history(filled, "terras"))[0]
    assert (last.note, last.author_name, last.number) == ("verlopen", "Voordeur", 2)
    assert [row.id for row in (await worklist(filled, after)).expired] == ["terras"]
    await service.withdraw(filled, BRAM, "terras", "niet meer nodig")
    assert (await worklist(filled, after)).expired == []


async def test_renewing_takes_it_off_the_worklist_too(filled: AsyncSession) -> None:
    await withdraw_expired(filled, date(2026, 12, 6))
    draft = await service.roll_back(filled, ANNA, "terras", 1)
    renewed = draft.draft.model_copy(update={"valid_until": date(2027, 12, 5)})
    await published(filled, base=2, **renewed.model_dump())
    assert (await worklist(filled, date(2026, 12, 6))).expired == []


async def test_list_and_worklist_agree_on_what_is_due(session: AsyncSession) -> None:
    """One asks the database, the other the rows."""
    days = ["2025-11-20", "2025-11-21", "2025-11-22", "2026-08-21", "2026-08-22", "2026-08-23"]
    cases = [(topic, kind, day) for topic in TOPICS for kind in (None, *PERIODS) for day in days]
    for number, (topic, kind, day) in enumerate(cases):
        fields = {"id": f"a-{number}", "questions": [f"vraag {number}"], "topic": topic, "kind": kind}
        draft = await service.save_draft(session, ANNA, content(**fields, checked_on=day), base_number=None)
        await service.publish(session, ANNA, draft.id, policy=ALONE)
    due = {row.id for row in await listing(session, review_due=True)}
    assert {row.id for row in (await worklist(session, TODAY)).review_due} == due
    assert 0 < len(due) < len(cases)


@pytest.mark.parametrize(
    ("fields", "kind", "due"),
    [
        ({"topic": "financiering"}, "amounts", date(2027, 1, 10)),
        ({"topic": "subsidies"}, "amounts", date(2027, 1, 10)),
        ({"topic": "werken-aan-huis"}, "law", date(2027, 1, 10)),
        ({"topic": "omgevingsplan"}, "law", date(2027, 1, 10)),
        ({"topic": "contact"}, "contact", date(2026, 4, 11)),
        ({"topic": "starten"}, "general", date(2027, 1, 10)),
        ({"topic": "starten", "kind": "contact"}, "contact", date(2026, 4, 11)),
        ({"topic": "contact", "kind": "general"}, "general", date(2027, 1, 10)),
    ],
)
def test_the_kind_decides_when_to_look_again(fields: dict[str, Any], kind: str, due: date) -> None:
    article = content(**fields)
    assert (kind_of(article), review_on(article)) == (kind, due)
    assert kind in PERIODS


def draft(**fields: Any) -> Draft:
    return Draft.of(content(**fields))


def test_equal_versions_do_not_differ() -> None:
    assert differences(draft(), draft()) == []


def test_one_changed_amount_shows_as_that() -> None:
    before = draft(short_answer="U leent hoogstens 50.000 euro.")
    [field] = differences(before, draft(short_answer="U leent hoogstens 75.000 euro."))
    assert (field.field, field.label) == ("short_answer", "Kort antwoord")
    assert [part for part in field.parts if part.kind != "same"] == [
        Part("removed", "50"),
        Part("added", "75"),
    ]


def test_both_texts_can_be_put_together_again() -> None:
    before = draft(details="## Meer\n\nEen *lang* verhaal, met een  spatie.")
    after = draft(details="## Veel meer\n\nEen kort verhaal met `code` en één streepje - ja.")
    [field] = differences(before, after)
    assert "".join(part.text for part in field.parts if part.kind != "added") == before.details
    assert "".join(part.text for part in field.parts if part.kind != "removed") == after.details


@pytest.mark.parametrize(
    ("fields", "name", "before", "after"),
    [
        ({"valid_until": "2027-02-01"}, "valid_until", "10 januari 2027", "1 februari 2027"),
        ({"upl": "krediet"}, "upl", "", "krediet"),
        ({"audience": ["starter", "zzp"]}, "audience", "starter", "starter\nzzp"),
        (
            {"sources": [{"title": "Nota", "document": "Blad 3", "date": "2013"}]},
            "sources",
            "Microkrediet, https://voorbeeld.nl/krediet, 2024-05",
            "Nota, Blad 3, 2013",
        ),
        ({"kind": "law"}, "kind", "", "law"),
    ],
)
def test_every_kind_of_field_is_written_for_an_editor(
    fields: dict[str, Any], name: str, before: str, after: str
) -> None:
    [field] = differences(draft(), draft(**fields))
    assert (field.field, field.before, field.after) == (name, before, after)


def test_every_field_has_a_dutch_label() -> None:
    assert ArticleFile.model_fields.keys() - LABELS.keys() == {"id"}


def test_the_fields_come_in_the_order_of_the_form() -> None:
    after = draft(status="withdrawn", title="Anders", short_answer="Anders.")
    assert [each.field for each in differences(draft(), after)] == ["title", "short_answer", "status"]
