"""The work of editors: draft, offer, a second pair of eyes, publish, withdraw, go back."""

from typing import Any

import pytest
import time_machine
from curation_builders import ALONE, ANNA, BRAM, POLICY, content, offered, published
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import convert
from knowledge.curation import service
from knowledge.curation.errors import (
    ExistingArticleError,
    MeanwhileChangedError,
    NotOpenError,
    NotPublishableError,
    PublishedMeanwhileError,
    SecondEditorError,
    UnknownRevisionError,
)
from knowledge.curation.listing import NEVER, listing
from knowledge.curation.models import Origin, State
from knowledge.drafts import Draft
from knowledge.service import content_version, get_article


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel("2026-11-21 12:00 +01:00") as today:
        yield today


async def test_a_draft_is_kept_and_not_served(session: AsyncSession) -> None:
    draft = await service.save_draft(session, ANNA, content(), base_number=None)
    assert (draft.state, draft.origin, draft.number) == (State.DRAFT, Origin.DESK, None)
    assert draft.draft == Draft.of(content())
    assert await get_article(session, "microkrediet") is None
    assert await content_version(session) == 0


async def test_a_second_editor_publishes(session: AsyncSession) -> None:
    article = await published(session)
    assert (article.status, article.revision, article.changed_in) == ("published", 1, 1)
    assert convert.to_file(article) == content()
    [revision] = await service.history(session, "microkrediet")
    assert (revision.state, revision.number) == (State.PUBLISHED, 1)
    assert (revision.author_name, revision.reviewer_name, revision.note) == ("Anna", "Bram", "graag kijken")
    assert revision.published_at is not None


async def test_every_publication_is_a_number_and_a_version_higher(session: AsyncSession) -> None:
    await published(session)
    other = await published(session, id="terras", questions=["mag ik een terras"])
    again = await published(session, base=1, title="Een andere titel")
    assert (other.revision, other.changed_in) == (1, 2)
    assert (again.revision, again.changed_in) == (2, 3)
    assert await content_version(session) == 3


async def test_the_author_may_not_publish(session: AsyncSession) -> None:
    revision = await offered(session)
    with pytest.raises(SecondEditorError, match="Iemand anders"):
        await service.publish(session, ANNA, revision.id, policy=POLICY)
    assert await get_article(session, "microkrediet") is None


async def test_what_was_not_offered_is_not_published(session: AsyncSession) -> None:
    draft = await service.save_draft(session, ANNA, content(), base_number=None)
    with pytest.raises(SecondEditorError, match="niet ter beoordeling"):
        await service.publish(session, BRAM, draft.id, policy=POLICY)


async def test_where_one_editor_is_enough_the_author_publishes_a_draft(session: AsyncSession) -> None:
    draft = await service.save_draft(session, ANNA, content(), base_number=None)
    assert (await service.publish(session, ANNA, draft.id, policy=ALONE)).status == "published"


async def test_who_saves_last_is_the_author_and_review_starts_again(session: AsyncSession) -> None:
    revision = await offered(session)
    await service.save_draft(session, BRAM, content(title="Beter"), base_number=None, revision_id=revision.id)
    assert (revision.state, revision.author_name) == (State.DRAFT, "Bram")
    await service.submit(session, BRAM, revision.id)
    with pytest.raises(SecondEditorError):
        await service.publish(session, BRAM, revision.id, policy=POLICY)
    assert (await service.publish(session, ANNA, revision.id, policy=POLICY)).title == "Beter"


async def test_a_rejected_revision_goes_back_and_can_be_offered_again(session: AsyncSession) -> None:
    revision = await offered(session)
    await service.reject(session, BRAM, revision.id, "bedrag klopt niet")
    assert (revision.state, revision.note, revision.reviewer_name) == (
        State.REJECTED,
        "bedrag klopt niet",
        "Bram",
    )
    await service.submit(session, ANNA, revision.id)
    assert (await service.publish(session, BRAM, revision.id, policy=POLICY)).revision == 1


async def test_saving_over_a_later_save_is_told_and_loses_nothing(session: AsyncSession) -> None:
    draft = await service.save_draft(session, ANNA, content(), base_number=None)
    seen = draft.changed_at
    theirs = content(title="Van Bram")
    await service.save_draft(session, BRAM, theirs, base_number=None, revision_id=draft.id, changed_at=seen)
    mine = content(title="Van Anna")
    with pytest.raises(MeanwhileChangedError, match="Bram") as raised:
        await service.save_draft(session, ANNA, mine, base_number=None, revision_id=draft.id, changed_at=seen)
    assert (raised.value.mine, raised.value.theirs) == (Draft.of(mine), Draft.of(theirs))
    assert draft.draft == Draft.of(theirs)
    changed_at = raised.value.changed_at
    await service.save_draft(
        session, ANNA, mine, base_number=None, revision_id=draft.id, changed_at=changed_at
    )
    assert draft.draft == Draft.of(mine)


async def test_saving_what_was_published_meanwhile_is_told(session: AsyncSession) -> None:
    revision = await offered(session)
    await service.publish(session, BRAM, revision.id, policy=POLICY)
    with pytest.raises(PublishedMeanwhileError) as raised:
        await service.save_draft(
            session, ANNA, content(title="Later"), base_number=None, revision_id=revision.id
        )
    assert (raised.value.number, raised.value.mine.title) == (1, "Later")


async def test_publishing_over_somebody_elses_publication_is_told_and_can_go_on(
    session: AsyncSession,
) -> None:
    await published(session)
    mine = await offered(session, base=1, title="Van Anna")
    other = await service.save_draft(session, BRAM, content(title="Van Bram"), base_number=1)
    await service.submit(session, BRAM, other.id)
    await service.publish(session, ANNA, other.id, policy=POLICY)
    with pytest.raises(PublishedMeanwhileError, match="versie 2") as raised:
        await service.publish(session, BRAM, mine.id, policy=POLICY)
    assert (raised.value.mine.title, raised.value.theirs.title) == ("Van Anna", "Van Bram")
    assert (mine.state, mine.draft.title) == (State.IN_REVIEW, "Van Anna")
    await service.rebase(session, ANNA, mine.id)
    assert (mine.state, mine.base_number) == (State.DRAFT, 2)
    await service.submit(session, ANNA, mine.id)
    article = await service.publish(session, BRAM, mine.id, policy=POLICY)
    assert (article.revision, article.title) == (3, "Van Anna")


async def test_withdrawing_is_at_once_and_in_the_history(session: AsyncSession) -> None:
    await published(session)
    article = await service.withdraw(session, BRAM, "microkrediet", "regeling gestopt")
    assert (article.status, article.revision, article.changed_in) == ("withdrawn", 2, 2)
    last = (await service.history(session, "microkrediet"))[0]
    assert (last.note, last.author_name, last.number) == ("regeling gestopt", "Bram", 2)


async def test_going_back_makes_a_draft_that_brings_a_withdrawn_article_back(session: AsyncSession) -> None:
    await published(session)
    await published(session, base=1, title="Een andere titel")
    await service.withdraw(session, BRAM, "microkrediet", "fout")
    draft = await service.roll_back(session, ANNA, "microkrediet", 1)
    assert (draft.state, draft.base_number, draft.draft) == (State.DRAFT, 3, Draft.of(content()))
    await service.submit(session, ANNA, draft.id)
    article = await service.publish(session, BRAM, draft.id, policy=POLICY)
    assert (article.revision, article.status, convert.to_file(article)) == (4, "published", content())


async def test_a_discarded_draft_stays_in_the_history(session: AsyncSession) -> None:
    draft = await service.save_draft(session, ANNA, content(), base_number=None)
    await service.discard(session, ANNA, draft.id)
    [revision] = await service.history(session, "microkrediet")
    assert revision.state is State.DISCARDED
    for act in (service.submit, service.discard, service.rebase):
        with pytest.raises(NotOpenError, match="weggelegd"):
            await act(session, ANNA, draft.id)
    with pytest.raises(NotOpenError):
        await service.save_draft(session, ANNA, content(), base_number=None, revision_id=draft.id)


async def test_the_newest_revision_comes_first(session: AsyncSession) -> None:
    await published(session)
    await published(session, base=1, title="Een andere titel")
    draft = await service.save_draft(session, ANNA, content(), base_number=2)
    assert [each.number for each in await service.history(session, "microkrediet")] == [None, 2, 1]
    assert (await service.get_revision(session, draft.id)) is draft


async def test_a_new_article_needs_an_id_of_its_own(session: AsyncSession) -> None:
    await published(session)
    with pytest.raises(ExistingArticleError, match="microkrediet"):
        await service.save_draft(session, ANNA, content(), base_number=None)


async def test_an_id_never_changes(session: AsyncSession) -> None:
    draft = await service.save_draft(session, ANNA, content(), base_number=None)
    with pytest.raises(ExistingArticleError, match="verandert niet"):
        await service.save_draft(session, ANNA, content(id="anders"), base_number=None, revision_id=draft.id)


async def test_what_does_not_exist_is_a_sentence(session: AsyncSession) -> None:
    with pytest.raises(UnknownRevisionError):
        await service.publish(session, ANNA, 999, policy=POLICY)
    with pytest.raises(UnknownRevisionError):
        await service.get_revision(session, 999)
    with pytest.raises(UnknownRevisionError):
        await service.withdraw(session, ANNA, "niets", "")
    with pytest.raises(UnknownRevisionError):
        await service.save_draft(session, ANNA, content(), base_number=3)
    await published(session)
    with pytest.raises(UnknownRevisionError, match="versie 7"):
        await service.roll_back(session, ANNA, "microkrediet", 7)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"questions": ["Mag ik een TERRAS?"]}, r"'mag ik een terras' staat al bij het artikel terras"),
        ({"subject": "terras"}, "terras gaat in dezelfde tijd over hetzelfde"),
        ({"area": "atlantis"}, "atlantis bestaat niet"),
        ({"valid_until": "2026-11-20"}, "De laatste dag waarop het artikel geldt, is al voorbij"),
        ({"language": "en", "translation_of": "niets"}, "niets is geen Nederlands artikel"),
    ],
)
async def test_an_article_that_breaks_a_rule_is_not_published(
    session: AsyncSession, fields: dict[str, Any], problem: str
) -> None:
    await published(session, id="terras", questions=["mag ik een terras"])
    revision = await offered(session, **fields)
    with pytest.raises(NotPublishableError, match=problem):
        await service.publish(session, BRAM, revision.id, policy=POLICY)
    assert revision.state is State.IN_REVIEW
    assert await content_version(session) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "terras", "questions": ["mag ik een terras"]},  # the article itself
        {"subject": "terras", "area": "hilversum", "questions": ["mag ik een terras"]},  # another area
        {"subject": "terras", "valid_from": "2027-01-11", "valid_until": "2028-01-11"},  # after it
        {"language": "en", "translation_of": "terras", "questions": ["mag ik een terras"]},
    ],
)
async def test_what_only_looks_double_is_published(session: AsyncSession, fields: dict[str, Any]) -> None:
    await published(session, id="terras", questions=["mag ik een terras"])
    base = 1 if fields.get("id") == "terras" else None
    assert (await published(session, base=base, **fields)).status == "published"


async def test_a_withdrawn_article_holds_nothing_back(session: AsyncSession) -> None:
    await published(session, id="terras", questions=["mag ik een terras"])
    await service.withdraw(session, BRAM, "terras", "")
    assert (await published(session, questions=["mag ik een terras"])).status == "published"


async def test_an_article_that_loses_its_only_source_is_refused(session: AsyncSession) -> None:
    await published(session)
    bare = Draft.of(content()).model_copy(update={"sources": ()})
    draft = await service.save_draft(session, ANNA, bare, base_number=1)
    with pytest.raises(NotPublishableError, match="zonder bron"):
        await service.submit(session, ANNA, draft.id)
    with pytest.raises(NotPublishableError, match="zonder bron"):
        await service.publish(session, BRAM, draft.id, policy=ALONE)
    assert len((await get_article(session, "microkrediet")).sources) == 1  # type: ignore[union-attr]


async def test_a_draft_may_lack_everything_but_an_id(session: AsyncSession) -> None:
    empty = Draft(id="half", status="published")
    draft = await service.save_draft(session, ANNA, empty, base_number=None)
    assert draft.draft == empty and not draft.draft.is_finished
    with pytest.raises(NotPublishableError):
        await service.submit(session, ANNA, draft.id)
    assert draft.state is State.DRAFT
    [row] = await listing(session, status="new")
    assert (row.title, row.valid_until, row.review_on) == ("half", NEVER, NEVER)
    assert not row.review_due(NEVER) and not row.expires(NEVER, 30)


async def test_a_finished_draft_has_the_fingerprint_of_its_file(session: AsyncSession) -> None:
    typed = Draft.of(content()).model_copy(update={"title": f" {content().title} "})
    draft = await service.save_draft(session, ANNA, typed, base_number=None)
    await service.submit(session, ANNA, draft.id)
    await service.publish(session, BRAM, draft.id, policy=POLICY)
    assert draft.fingerprint == convert.fingerprint(content())


async def test_a_rule_that_came_later_holds_for_old_drafts_too(session: AsyncSession) -> None:
    revision = await offered(session)
    revision.content = {**revision.content, "short_answer": "<script>alert(1)</script>"}
    with pytest.raises(NotPublishableError, match="Kort antwoord: HTML mag niet"):
        await service.publish(session, BRAM, revision.id, policy=POLICY)


def test_a_revision_holds_every_field() -> None:
    full = content(
        language="en",
        translation_of="iets",
        kind="law",
        upl="krediet",
        details="## Meer",
        sources=[
            {"title": "a", "url": "https://voorbeeld.nl/", "date": "2013"},
            {"title": "b", "document": "Nota", "date": "onbekend"},
        ],
    )
    assert convert.from_json(convert.to_json(full)) == full
    assert convert.from_json(convert.to_json(content())) == content()


def test_the_fingerprint_is_that_of_the_content() -> None:
    assert convert.fingerprint(content()) == convert.fingerprint(content(kind=None, language="nl"))
    assert convert.fingerprint(content()) != convert.fingerprint(content(kind="law"))


def test_a_state_and_an_origin_have_a_dutch_label() -> None:
    assert all(each.label for each in (*State, *Origin))
