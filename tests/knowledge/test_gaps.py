"""Questions without an answer: recorded without the person, grouped, settled, and gone after their time."""

from datetime import date, timedelta

import pytest
import time_machine
from curation_builders import ANNA, published
from knowledge_builders import make_areas
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from kit.database import Database
from knowledge.curation.models import State
from knowledge.gaps import repository, service
from knowledge.gaps.models import GapGroup, GapQuestion, Outcome, Reason
from knowledge.gaps.schemas import Filters, Gap, GroupView
from knowledge.gaps.service import GapError, UnknownGapError
from knowledge.models import Article

CHARGING = ("krijg ik een laadpaal bij mijn zaak", "laadpaal aanvragen", "Hoe krijg ik een laadpaal?")
AREAS = make_areas()


async def ask(session: AsyncSession, *texts: str, reason: Reason = Reason.NOT_FOUND, **known: str) -> None:
    for text in texts:
        await service.record(session, Gap(text, reason, **known))


async def groups(session: AsyncSession, **filters: object) -> list[GroupView]:
    await service.assign(session, AREAS)
    return await service.list_groups(session, Filters(**filters))  # type: ignore[arg-type]


async def settled(session: AsyncSession) -> GroupView:
    [view] = await groups(session)
    return await service.settle(session, ANNA, view.group.id, Outcome.DISMISSED, "al gedaan")


async def test_a_question_is_kept_masked_with_the_day_only(session: AsyncSession) -> None:
    await ask(session, "ik heet Jan Bol,\nmag dit? jan@voorbeeld.nl", topic="contact", gemeente="laren")
    [kept] = await session.scalars(select(GapQuestion))
    assert kept.text == "ik heet [naam verwijderd], mag dit? [e-mailadres verwijderd]"
    assert (kept.topic, kept.gemeente, kept.asked_on) == ("contact", "laren", clock.today())
    columns = set(GapQuestion.__table__.columns.keys())
    assert columns == {"id", "group_id", "text", "reason", "topic", "gemeente", "article_id", "asked_on"}


@pytest.mark.parametrize("text", ["", "?!", "jan@voorbeeld.nl", "06 12345678", "   "])
async def test_what_asks_nothing_is_not_kept(session: AsyncSession, text: str) -> None:
    await ask(session, text)
    assert list(await session.scalars(select(GapQuestion))) == []


async def test_like_questions_come_together_and_the_largest_group_first(session: AsyncSession) -> None:
    await ask(session, "wie is de burgemeester")
    await ask(session, *CHARGING, gemeente="laren")
    first, second = await groups(session)
    assert {each.text for each in first.questions} == set(CHARGING)
    assert first.gemeenten == ["laren"] and first.reasons == [Reason.NOT_FOUND]
    assert second.example == "wie is de burgemeester"


async def test_the_same_question_about_another_place_is_the_same_question(session: AsyncSession) -> None:
    await ask(session, "parkeren in Utrecht", "parkeren in Hilversum", "overlast in Hilversum")
    assert [len(view.questions) for view in await groups(session)] == [2, 1]


async def test_questions_keep_their_group_whatever_comes_later(session: AsyncSession) -> None:
    await ask(session, *CHARGING)
    [before] = await groups(session)
    await ask(session, "wie is de burgemeester", "laadpaal bij mijn zaak aanvragen", "foodtruck neerzetten")
    after = {view.group.id: len(view.questions) for view in await groups(session)}
    assert after.pop(before.group.id) == 4
    assert list(after.values()) == [1, 1]
    assert await service.assign(session, AREAS) == 0


async def test_what_is_out_of_scope_stays_apart(session: AsyncSession) -> None:
    await ask(session, "paspoort verlengen")
    await ask(session, "paspoort verlengen", reason=Reason.OUT_OF_SCOPE)
    assert len(await groups(session)) == 2


async def test_the_example_is_what_was_asked_most(session: AsyncSession) -> None:
    await ask(session, CHARGING[0], CHARGING[1], CHARGING[1], CHARGING[2])
    [view] = await groups(session)
    assert view.example == CHARGING[1]


async def test_groups_are_filtered_by_what_their_questions_are(session: AsyncSession) -> None:
    with time_machine.travel("2026-09-01 12:00 +02:00"):
        await ask(session, CHARGING[0], topic="subsidies", gemeente="laren")
    with time_machine.travel("2026-11-20 12:00 +01:00"):
        await ask(session, CHARGING[1], reason=Reason.UNHELPFUL, topic="contact", gemeente="huizen")
    [both] = await groups(session)
    assert (both.first_on, both.last_on) == (date(2026, 9, 1), date(2026, 11, 20))
    for filters, text in (
        ({"reason": "unhelpful"}, CHARGING[1]),
        ({"topic": "subsidies"}, CHARGING[0]),
        ({"gemeente": "huizen"}, CHARGING[1]),
        ({"since": date(2026, 11, 1)}, CHARGING[1]),
    ):
        [view] = await groups(session, **filters)
        assert [each.text for each in view.questions] == [text], filters
    assert await groups(session, reason="none-chosen") == []


async def test_a_settled_group_leaves_the_list_and_comes_back_with_a_new_question(
    session: AsyncSession,
) -> None:
    await ask(session, *CHARGING)
    view = await settled(session)
    assert await groups(session) == []
    [shown] = await groups(session, settled=True)
    assert shown.group.settled_by == "Anna" and shown.group.note == "al gedaan"
    await ask(session, "laadpaal aanvragen voor de zaak")
    [back] = await groups(session)
    assert back.group.id == view.group.id and len(back.questions) == 4
    assert back.group.note == "al gedaan"  # an editor sees what was decided before


async def test_phrasings_make_a_draft_and_change_no_article(session: AsyncSession) -> None:
    article = await published(session)
    before = [each.text for each in article.questions]
    await ask(session, "lening bij jan@voorbeeld.nl", "LENING BIJ!", before[0])
    for view in await groups(session):
        last = view.group.id
    texts = ["lening bij [e-mailadres verwijderd]", "LENING BIJ!", before[0].upper()]
    draft = await service.add_phrasings(session, ANNA, last, article.id, texts)
    assert draft.state is State.DRAFT and draft.author_name == "Anna"
    assert draft.content["questions"] == [*before, "lening bij"]
    stored = await session.get_one(Article, article.id, populate_existing=True)
    assert [each.text for each in stored.questions] == before
    assert (await service.get_group(session, last)).group.outcome is Outcome.PHRASING


async def test_phrasings_that_cannot_be_added_settle_nothing(session: AsyncSession) -> None:
    article = await published(session)
    await ask(session, *CHARGING)
    [view] = await groups(session)
    for article_id, texts in (
        ("nergens", ["nieuw"]),
        (article.id, [article.questions[0].text]),
        (article.id, ["x" * 501]),
    ):
        with pytest.raises(GapError):
            await service.add_phrasings(session, ANNA, view.group.id, article_id, texts)
    [same] = await groups(session)
    assert same.group.outcome is None


async def test_nothing_is_learnt_without_a_yes_and_everything_once(session: AsyncSession) -> None:
    await ask(session, *CHARGING)
    [view] = await groups(session)
    await service.mark_out_of_scope(session, ANNA, view.group.id, "is van de provincie")
    assert await repository.lessons(session) == []
    for _ in range(2):
        learn = ["paspoort voor [naam verwijderd]", "Paspoort voor!"]
        await service.mark_out_of_scope(session, ANNA, view.group.id, "paspoort", learn)
    [lesson] = await repository.lessons(session)
    assert lesson.text == "paspoort voor" and lesson.allowed_by == "Anna"
    await service.unlearn(session, lesson.id)
    assert await repository.lessons(session) == []


async def test_questions_go_after_their_time_and_empty_groups_with_them(session: AsyncSession) -> None:
    with time_machine.travel("2026-05-01 12:00 +02:00"):
        await ask(session, "wie is de burgemeester", CHARGING[0])
    await ask(session, CHARGING[1])
    assert len(await groups(session)) == 2
    assert await service.purge(session, clock.today() - timedelta(days=180)) == 2
    [view] = await groups(session)
    assert [each.text for each in view.questions] == [CHARGING[1]]
    assert len(list(await session.scalars(select(GapGroup)))) == 1


async def test_an_unknown_group_is_one_sentence(session: AsyncSession) -> None:
    with pytest.raises(UnknownGapError, match="niet meer"):
        await service.settle(session, ANNA, 12345, Outcome.DISMISSED)


async def test_a_question_that_comes_in_meanwhile_is_found_by_the_next_process(database: Database) -> None:
    async with database.transaction() as session:
        await ask(session, *CHARGING)
    async with database.transaction() as session:
        assert await service.assign(session, AREAS) == 3
    async with database.transaction() as session:
        await ask(session, "laadpaal")
        assert await service.assign(session, AREAS) == 1
    async with database.reading() as session:
        assert not await repository.any_ungrouped(session)
        assert len(await service.list_groups(session, Filters())) == 1
