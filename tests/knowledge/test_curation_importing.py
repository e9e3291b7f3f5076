"""Files and desk beside each other: neither overwrites the other unseen, whatever the order of events."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from curation_builders import ALONE, BRAM, POLICY, content, offered, published
from knowledge_builders import BODY, FIELDS, put
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import convert
from knowledge.curation import service
from knowledge.curation.errors import NotOpenError, NotPublishableError, PublishedMeanwhileError
from knowledge.curation.importing import ImportReport
from knowledge.curation.lifecycle import withdraw_expired
from knowledge.curation.models import ArticleRevision, Origin, State
from knowledge.files import read_content
from knowledge.models import Article
from knowledge.schemas import ArticleFile
from knowledge.service import content_version, export_content, get_article, import_content

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel("2026-11-21 12:00 +01:00") as today:
        yield today


async def load(session: AsyncSession, folder: Path) -> ImportReport:
    return await import_content(session, read_content(folder))


async def desk_edit(session: AsyncSession, **fields: Any) -> Article:
    """Publish a change of the article of the folder at the desk."""
    article = await article_now(session)
    file = ArticleFile.model_validate({**convert.to_file(article).model_dump(), **fields})
    draft = await service.save_draft(session, BRAM, file, base_number=article.revision)
    return await service.publish(session, BRAM, draft.id, policy=ALONE)


async def article_now(session: AsyncSession, article_id: str = "microkrediet") -> Article:
    article = await get_article(session, article_id)
    assert article is not None
    return article


async def conflicts(session: AsyncSession) -> list[ArticleRevision]:
    return list(await session.scalars(select(ArticleRevision).where(ArticleRevision.state == State.CONFLICT)))


async def test_an_import_makes_revisions(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    put(folder, title="Een andere titel")
    await load(session, folder)
    newest, oldest = await service.history(session, "microkrediet")
    assert [(each.number, each.origin, each.state) for each in (oldest, newest)] == [
        (1, Origin.FILE, State.PUBLISHED),
        (2, Origin.FILE, State.PUBLISHED),
    ]
    assert newest.content["title"] == "Een andere titel"
    assert (await article_now(session)).revision == 2


async def test_an_import_without_changes_makes_none(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    await load(session, folder)
    assert len(await service.history(session, "microkrediet")) == 1
    assert await content_version(session) == 1


async def test_a_desk_edit_survives_the_next_import(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    await desk_edit(session, title="Van de desk")
    for _ in range(2):
        assert await load(session, folder) == ImportReport(kept=1)
    assert (await article_now(session)).title == "Van de desk"
    assert await content_version(session) == 2


async def test_a_file_that_changed_too_is_a_conflict(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    await desk_edit(session, title="Van de desk")
    put(folder, title="Uit het bestand")
    assert await load(session, folder) == ImportReport(conflicts=["microkrediet"])
    assert await load(session, folder) == ImportReport(conflicts=["microkrediet"])
    [conflict] = await conflicts(session)
    assert (conflict.origin, conflict.base_number) == (Origin.FILE, 2)
    assert conflict.draft.title == "Uit het bestand"
    assert "allebei gewijzigd" in conflict.note
    assert (await article_now(session)).title == "Van de desk"
    assert await content_version(session) == 2


async def test_an_editor_chooses_the_file(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    await desk_edit(session, title="Van de desk")
    put(folder, title="Uit het bestand")
    await load(session, folder)
    [conflict] = await conflicts(session)
    article = await service.publish(session, BRAM, conflict.id, policy=POLICY)
    assert (article.title, article.revision) == ("Uit het bestand", 3)
    assert await load(session, folder) == ImportReport(unchanged=1)
    put(folder, title="Nog een keer")
    assert await load(session, folder) == ImportReport(changed=1)


async def test_an_editor_chooses_the_desk_once(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    await desk_edit(session, title="Van de desk")
    put(folder, title="Uit het bestand")
    await load(session, folder)
    [conflict] = await conflicts(session)
    await service.discard(session, BRAM, conflict.id)
    assert await load(session, folder) == ImportReport(kept=1)
    assert await conflicts(session) == []
    put(folder, title="Weer anders")
    assert await load(session, folder) == ImportReport(conflicts=["microkrediet"])


async def test_an_open_conflict_follows_the_file(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    original = (folder / "articles/financiering/microkrediet.md").read_text(encoding="utf-8")
    await desk_edit(session, title="Van de desk")
    put(folder, title="Uit het bestand")
    await load(session, folder)
    put(folder, title="Weer anders")
    await load(session, folder)
    [conflict] = await conflicts(session)
    assert conflict.draft.title == "Weer anders"
    (folder / "articles/financiering/microkrediet.md").write_text(original, encoding="utf-8")
    assert await load(session, folder) == ImportReport(kept=1)
    assert await conflicts(session) == []
    put(folder, title="Uit het bestand")  # nobody ever decided about this one
    assert await load(session, folder) == ImportReport(conflicts=["microkrediet"])


async def test_a_conflict_is_no_base_for_saving(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    await desk_edit(session, title="Van de desk")
    put(folder, title="Uit het bestand")
    await load(session, folder)
    [conflict] = await conflicts(session)
    with pytest.raises(NotOpenError):
        await service.save_draft(session, BRAM, content(), base_number=2, revision_id=conflict.id)


async def test_a_desk_edit_after_the_conflict_is_told_when_the_file_is_chosen(
    folder: Path, session: AsyncSession
) -> None:
    await load(session, folder)
    await desk_edit(session, title="Van de desk")
    put(folder, title="Uit het bestand")
    await load(session, folder)
    await desk_edit(session, title="Weer van de desk")
    [conflict] = await conflicts(session)
    with pytest.raises(PublishedMeanwhileError):
        await service.publish(session, BRAM, conflict.id, policy=POLICY)
    await service.rebase(session, BRAM, conflict.id)
    assert conflict.state is State.CONFLICT
    assert (await service.publish(session, BRAM, conflict.id, policy=POLICY)).title == "Uit het bestand"


async def test_the_desk_and_the_file_making_the_same_change_agree(
    folder: Path, session: AsyncSession
) -> None:
    await load(session, folder)
    await desk_edit(session, title="Allebei")
    put(folder, title="Allebei")
    assert await load(session, folder) == ImportReport(unchanged=1)


async def test_a_file_that_held_the_desk_edit_may_go_on_from_there(
    folder: Path, session: AsyncSession
) -> None:
    """A region exports to its own repository, somebody changes the file, and that is the newest word."""
    await load(session, folder)
    await desk_edit(session, title="Van de desk")
    await export_content(session, folder, folder)
    assert await load(session, folder) == ImportReport(unchanged=1)
    put(folder, title="Daarna in het bestand")
    assert await load(session, folder) == ImportReport(changed=1)
    assert (await article_now(session)).title == "Daarna in het bestand"


async def test_and_after_the_next_desk_edit_the_exported_file_is_old(
    folder: Path, session: AsyncSession
) -> None:
    await load(session, folder)
    await desk_edit(session, title="Van de desk")
    await export_content(session, folder, folder)
    await load(session, folder)
    await desk_edit(session, title="Weer van de desk")
    assert await load(session, folder) == ImportReport(kept=1)
    put(folder, title="Uit het bestand")
    assert await load(session, folder) == ImportReport(conflicts=["microkrediet"])


async def test_an_article_of_the_desk_needs_no_file(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    await published(session, id="terras", questions=["mag ik een terras"])
    assert await load(session, folder) == ImportReport(unchanged=1, kept=1)
    assert (await article_now(session, "terras")).status == "published"


async def test_an_article_that_the_desk_changed_survives_its_file(
    folder: Path, session: AsyncSession
) -> None:
    await load(session, folder)
    await desk_edit(session, title="Van de desk")
    (folder / "articles/financiering/microkrediet.md").unlink()
    assert await load(session, folder) == ImportReport(kept=1)
    assert (await article_now(session)).status == "published"


async def test_a_missing_file_is_a_revision(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    (folder / "articles/financiering/microkrediet.md").unlink()
    assert await load(session, folder) == ImportReport(removed=1)
    last = (await service.history(session, "microkrediet"))[0]
    assert (last.number, last.origin, last.note) == (2, Origin.FILE, "Het bestand is weg.")
    put(folder)
    assert await load(session, folder) == ImportReport(changed=1)
    assert (await article_now(session)).revision == 3


async def test_what_an_editor_withdrew_stays_withdrawn(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    await service.withdraw(session, BRAM, "microkrediet", "gestopt")
    assert await load(session, folder) == ImportReport(kept=1)
    assert (await article_now(session)).status == "withdrawn"


async def test_a_draft_waits_through_an_import(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    draft = await service.save_draft(session, BRAM, content(title="Later"), base_number=1)
    put(folder, title="Uit het bestand")
    assert await load(session, folder) == ImportReport(changed=1)
    assert draft.state is State.DRAFT
    with pytest.raises(PublishedMeanwhileError, match="bestanden"):
        await service.publish(session, BRAM, draft.id, policy=ALONE)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"id": "stoep", "questions": ["Mag ik een terras?"]}, "vragen staat al bij het artikel terras"),
        ({"id": "stoep", "questions": ["stoep"], "subject": "terras"}, "terras van de desk gaat over"),
    ],
)
async def test_a_file_that_says_what_an_article_of_the_desk_says_waits_for_an_editor(
    folder: Path, session: AsyncSession, fields: dict[str, Any], why: str
) -> None:
    await load(session, folder)
    await published(session, id="terras", questions=["mag ik een terras"])
    put(folder, **fields)
    for _ in range(2):
        assert await load(session, folder) == ImportReport(unchanged=1, kept=1, conflicts=["stoep"])
    [conflict] = await conflicts(session)
    assert why in conflict.note
    with pytest.raises(NotPublishableError):
        await service.publish(session, BRAM, conflict.id, policy=POLICY)
    await service.withdraw(session, BRAM, "terras", "de andere is beter")
    assert (await service.publish(session, BRAM, conflict.id, policy=POLICY)).id == "stoep"


async def test_an_expired_article_stays_so_until_its_file_is_renewed(
    folder: Path, session: AsyncSession
) -> None:
    put(folder, valid_until="2026-11-20")
    await load(session, folder)
    assert await withdraw_expired(session, TODAY) == ["microkrediet"]
    for _ in range(2):
        assert await load(session, folder) == ImportReport(unchanged=1)
        assert await withdraw_expired(session, TODAY) == []
    put(folder, valid_until="2027-11-20")
    assert await load(session, folder) == ImportReport(changed=1)
    assert (await article_now(session)).status == "published"


async def test_an_expired_desk_edit_is_still_the_desks(folder: Path, session: AsyncSession) -> None:
    await load(session, folder)
    await desk_edit(session, title="Van de desk", valid_until="2026-12-01")
    await withdraw_expired(session, TODAY.replace(month=12, day=2))
    assert await load(session, folder) == ImportReport(kept=1)
    put(folder, title="Uit het bestand")
    assert await load(session, folder) == ImportReport(conflicts=["microkrediet"])


async def test_export_and_import_lose_nothing_of_the_desk(
    folder: Path, tmp_path: Path, session: AsyncSession
) -> None:
    put(folder, id="origineel", questions=["origineel"], kind="contact")
    await load(session, folder)
    await desk_edit(session, title="Van de desk", kind="law")
    await published(session, id="terras", questions=["mag ik een terras"])
    await published(session, id="original", questions=["original"], language="en", translation_of="origineel")
    await offered(session, id="later", questions=["later"])
    assert await export_content(session, tmp_path / "export", folder) == 4
    exported = {article.id: article for article in read_content(tmp_path / "export").articles}
    assert exported.keys() == {"microkrediet", "origineel", "terras", "original"}
    for article_id, file in exported.items():
        assert file == convert.to_file(await article_now(session, article_id))
    assert await load(session, tmp_path / "export") == ImportReport(unchanged=4)


async def test_a_file_that_uses_no_new_field_is_written_as_it_was(
    folder: Path, tmp_path: Path, session: AsyncSession
) -> None:
    await load(session, folder)
    await export_content(session, tmp_path / "export", folder)
    text = (tmp_path / "export/articles/financiering/microkrediet.md").read_text(encoding="utf-8")
    assert not {"language:", "kind:", "translation_of:", "checks:"} & set(text.split())
    assert text.endswith(BODY) and len(FIELDS) == 13


async def test_articles_from_before_there_were_revisions_get_their_first(
    folder: Path, session: AsyncSession
) -> None:
    await load(session, folder)
    await session.execute(update(Article).values(revision=0))
    for revision in await service.history(session, "microkrediet"):
        await session.delete(revision)
    await session.flush()
    session.expire_all()
    assert await load(session, folder) == ImportReport(unchanged=1)
    [revision] = await service.history(session, "microkrediet")
    assert (revision.number, (await article_now(session)).revision) == (1, 1)
