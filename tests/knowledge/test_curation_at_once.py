"""Two editors at the same moment, on real connections: one wins, the other is told, nothing is lost."""

import asyncio
from pathlib import Path

import pytest
import time_machine
from curation_builders import ANNA, BRAM, POLICY, content, offered, published
from knowledge_builders import put
from sqlalchemy.ext.asyncio import AsyncSession

from kit.database import Database
from kit.settings import Settings
from knowledge.curation import service
from knowledge.curation.errors import (
    MeanwhileChangedError,
    NotOpenError,
    NotPublishableError,
    PublishedMeanwhileError,
)
from knowledge.curation.models import State
from knowledge.curation.service import Editor
from knowledge.files import read_content
from knowledge.library import Library
from knowledge.service import content_version, get_article, import_content

CLARA = Editor("3", "Clara")


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel("2026-11-21 12:00 +01:00") as today:
        yield today


async def publish(database: Database, editor: Editor, revision_id: int) -> object:
    """Publish in a transaction of its own, as a request does."""
    async with database.transaction() as session:
        return await service.publish(session, editor, revision_id, policy=POLICY)


async def at_once(*tasks: object) -> tuple[list[object], list[BaseException]]:
    """Run tasks side by side and part what they returned from what they raised."""
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)  # type: ignore[call-overload]
    failed = [each for each in outcomes if isinstance(each, BaseException)]
    return [each for each in outcomes if not isinstance(each, BaseException)], failed


async def waiting(database: Database, *drafts: dict[str, object], base: int | None = None) -> list[int]:
    """Offer a revision for each draft and return their ids."""
    async with database.transaction() as session:
        return [(await offered(session, base=base, **fields)).id for fields in drafts]


async def test_of_two_versions_of_an_article_one_is_published(database: Database) -> None:
    async with database.transaction() as session:
        await published(session)
    first, second = await waiting(database, {"title": "Eerste"}, {"title": "Tweede"}, base=1)
    done, failed = await at_once(publish(database, BRAM, first), publish(database, CLARA, second))
    assert len(done) == 1
    [error] = failed
    assert isinstance(error, PublishedMeanwhileError)
    assert {error.mine.title, error.theirs.title} == {"Eerste", "Tweede"}
    async with database.reading() as session:
        article = await get_article(session, "microkrediet")
        assert article is not None
        assert (article.title, article.revision) == (error.theirs.title, 2)
        states = {each.content["title"]: each.state for each in await service.history(session, article.id)}
    assert states[error.mine.title] is State.IN_REVIEW
    assert states[error.theirs.title] is State.PUBLISHED


async def test_of_two_new_articles_with_one_id_one_is_published(database: Database) -> None:
    first, second = await waiting(database, {"title": "Eerste"}, {"title": "Tweede"})
    done, failed = await at_once(publish(database, BRAM, first), publish(database, CLARA, second))
    assert (len(done), [type(error) for error in failed]) == (1, [PublishedMeanwhileError])


async def test_one_revision_is_published_once(database: Database) -> None:
    [revision] = await waiting(database, {})
    done, failed = await at_once(publish(database, BRAM, revision), publish(database, CLARA, revision))
    assert (len(done), [type(error) for error in failed]) == (1, [NotOpenError])


async def test_two_articles_never_get_the_same_phrasing(database: Database) -> None:
    questions = ["mag ik een terras"]
    first, second = await waiting(
        database, {"id": "terras", "questions": questions}, {"id": "stoep", "questions": questions}
    )
    done, failed = await at_once(publish(database, BRAM, first), publish(database, CLARA, second))
    assert (len(done), [type(error) for error in failed]) == (1, [NotPublishableError])


async def test_many_publications_get_versions_of_their_own(database: Database) -> None:
    drafts = [{"id": f"artikel-{number}", "questions": [f"vraag {number}"]} for number in range(8)]
    revisions = await waiting(database, *drafts)
    done, failed = await at_once(*(publish(database, BRAM, each) for each in revisions))
    assert failed == []
    assert sorted(article.changed_in for article in done) == list(range(1, 9))  # type: ignore[attr-defined]


async def test_of_two_saves_of_one_draft_the_second_is_told(database: Database) -> None:
    async with database.transaction() as session:
        draft = await service.save_draft(session, ANNA, content(), base_number=None)

    async def save(editor: Editor) -> None:
        async with database.transaction() as session:
            await service.save_draft(
                session,
                editor,
                content(title=editor.name),
                base_number=None,
                revision_id=draft.id,
                changed_at=draft.changed_at,
            )

    done, failed = await at_once(save(ANNA), save(BRAM))
    assert (len(done), [type(error) for error in failed]) == (1, [MeanwhileChangedError])


async def test_what_the_session_read_before_is_read_again(database: Database) -> None:
    """A page reads the article first; somebody publishes; then the page publishes."""
    async with database.transaction() as session:
        await published(session)
    first, second = await waiting(database, {"title": "Eerste"}, {"title": "Tweede"}, base=1)
    async with database.reading() as session:
        await get_article(session, "microkrediet")
        await service.get_revision(session, second)
        await session.rollback()
        await publish(database, BRAM, first)
        with pytest.raises(PublishedMeanwhileError):
            await service.publish(session, CLARA, second, policy=POLICY)


@pytest.mark.timeout(60)
async def test_an_import_and_an_editor_at_once_lose_nothing(database: Database, folder: Path) -> None:
    """Both get through whoever is first, and a gateway that serves meanwhile sees both."""
    async with database.transaction() as session:
        await import_content(session, read_content(folder))
    library = Library(database, Settings(content_dir=folder, region="gooi"))
    await library.load()
    [revision] = await waiting(database, {"title": "Van de desk"}, base=1)
    for number in range(20):
        put(folder, id=f"nieuw-{number}", questions=[f"vraag {number}"])
    files = read_content(folder)

    async def read_in() -> None:
        async with database.transaction() as session:
            await import_content(session, files)

    async def serve() -> None:
        for _ in range(20):
            await library.refresh()
            assert library.index.search("microkrediet aanvragen").hits[0].article.id == "microkrediet"
            await asyncio.sleep(0.01)

    _, failed = await at_once(read_in(), publish(database, BRAM, revision), serve())
    assert failed == []
    await library.refresh()
    assert len(library.articles) == 21
    assert library.articles["microkrediet"].title == "Van de desk"
    async with database.reading() as session:
        assert await content_version(session) == 3


async def test_a_rolled_back_publication_leaves_nothing(database: Database) -> None:
    [revision] = await waiting(database, {})

    async def fail(session: AsyncSession) -> None:
        await service.publish(session, BRAM, revision, policy=POLICY)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        async with database.transaction() as session:
            await fail(session)
    async with database.reading() as session:
        assert await get_article(session, "microkrediet") is None
        assert (await service.get_revision(session, revision)).state is State.IN_REVIEW
        assert await content_version(session) == 0
