"""Once a day a letter to who keeps articles true; a letter that was not taken goes again, no other does."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from mail_server import Mailbox, running_mail_server
from servers import free_port

from channels.desk.service import create_user
from channels.operations.deliverers import deliverers
from channels.operations.reminders import remind as put_reminders
from channels.operations.worker import expire, work_once
from channels.services import Services, build_services
from handoff.outbox.courier import Courier
from kit import clock
from kit.settings import Settings
from knowledge.curation.listing import worklist
from knowledge.curation.service import Editor, Policy, publish, roll_back, save_draft
from knowledge.files import read_content
from knowledge.service import get_article, import_content

ANNA, BRAM, CORA = "anna@voorbeeld.nl", "bram@voorbeeld.nl", "cora@voorbeeld.nl"
AREAS = "gemeenten: {laren: {name: Laren}}\nregions: {gooi: {name: Gooi, gemeenten: [laren]}}\n"
ARTICLE = """---
id: {id}
title: {title}
topic: contact
area: laren
audience: [zzp]
questions: [{id}]
sources: [{{title: Gids, document: Blad 1, date: 2026}}]
checked_on: {checked_on}
valid_from: 2026-01-01
valid_until: {valid_until}
owner: {owner}
certainty: hoog
status: published
---
Bel de gemeente.
"""


@pytest.fixture(autouse=True)
def today() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-21 12:00 +01:00") as today:
        yield today


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Articles on contact, to be looked at each quarter: two due, one not yet."""
    folder = tmp_path / "content"
    for name in ("trades", "schemes"):
        (folder / "vocabulary").mkdir(parents=True, exist_ok=True)
        (folder / "vocabulary" / f"{name}.yaml").write_text(f"{name}: []\n")
    (folder / "vocabulary" / "synonyms.yaml").write_text("groups: []\n")
    (folder / "areas.yaml").write_text(AREAS)
    (folder / "replies.yaml").write_text("greet: Hallo\n")
    put(folder, "loket", "redactie-ruimte", "2026-08-01")
    put(folder, "bank", "redactie-geld", "2026-07-01")
    put(folder, "fris", "redactie-geld", "2026-11-01")
    return folder


def put(folder: Path, name: str, owner: str, checked_on: str, valid_until: str = "2027-06-01") -> None:
    path = folder / "articles" / "contact" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    title = f"Het artikel {name}"
    path.write_text(
        ARTICLE.format(id=name, title=title, owner=owner, checked_on=checked_on, valid_until=valid_until)
    )


@pytest.fixture
async def services(
    database_url: str, folder: Path, tmp_path: Path, mailbox: Mailbox
) -> AsyncIterator[Services]:
    settings = Settings(
        _env_file=None,
        data_dir=tmp_path,
        content_dir=folder,
        database_url=database_url,
        smtp_url=mailbox.url,
        mail_from="voordeur@voorbeeld.nl",
        public_url="https://voordeur.voorbeeld.nl",
        region="gooi",
    )
    services = build_services(settings)
    async with services.database.transaction() as session:
        await import_content(session, read_content(folder))
    yield services
    await services.engine.close()
    await services.database.close()


def plain(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content


async def remind(services: Services) -> int:
    """Write the letters and deliver them; return how many were written."""
    written = await put_reminders(services)
    await Courier(services.database, deliverers(services)).deliver_due()
    return written


async def user(services: Services, email: str, *owners: str, role: str = "editor") -> None:
    async with services.database.transaction() as session:
        name = email.partition("@")[0].title()
        await create_user(session, email=email, name=name, role=role, owner_roles=owners)


async def test_an_editor_gets_one_letter_about_all_that_is_due(services: Services, mailbox: Mailbox) -> None:
    await user(services, ANNA)
    assert await remind(services) == 1
    [letter] = mailbox.letters
    assert (letter["To"], letter["Subject"]) == (ANNA, "Voordeur: 2 artikelen om na te kijken")
    text = plain(letter)
    assert "Beste Anna" in text
    assert text.index("Het artikel bank (nakijken sinds 30 september 2026)") < text.index("Het artikel loket")
    assert "https://voordeur.voorbeeld.nl/desk/articles/bank" in text
    assert "https://voordeur.voorbeeld.nl/desk/worklist" in text
    assert "fris" not in text


async def test_nobody_is_reminded_twice_of_one_due_date(
    services: Services, mailbox: Mailbox, today: time_machine.Traveller
) -> None:
    await user(services, ANNA)
    await remind(services)
    today.move_to("2026-11-22 12:00 +01:00")
    assert await remind(services) == 0
    today.move_to("2027-02-01 12:00 +01:00")  # the third article is due too
    assert await remind(services) == 1
    assert "Het artikel fris" in plain(mailbox.letters[1])
    assert "Het artikel bank" not in plain(mailbox.letters[1])


async def test_a_new_due_date_is_a_new_reminder(
    services: Services, mailbox: Mailbox, today: time_machine.Traveller
) -> None:
    await user(services, ANNA)
    await remind(services)
    anna = Editor("1", "Anna")
    async with services.database.transaction() as session:
        draft = await roll_back(session, anna, "bank", 1)
        checked = draft.draft.model_copy(update={"checked_on": clock.today()})
        await save_draft(session, anna, checked, base_number=1, revision_id=draft.id)
        await services.library.load()
        policy = Policy(services.library.areas, second_editor=False)
        await publish(session, anna, draft.id, policy=policy)
    today.move_to("2027-02-21 12:00 +01:00")
    assert await remind(services) == 1
    assert "Het artikel bank" in plain(mailbox.letters[1])


async def test_each_editor_gets_the_articles_of_the_own_roles(services: Services, mailbox: Mailbox) -> None:
    await user(services, ANNA, "redactie-ruimte")
    await user(services, BRAM, "redactie-geld")
    assert await remind(services) == 2
    found = {str(letter["To"]): plain(letter) for letter in mailbox.letters}
    assert "artikel loket" in found[ANNA] and "artikel bank" not in found[ANNA]
    assert "artikel bank" in found[BRAM] and "artikel loket" not in found[BRAM]


async def test_what_no_editor_speaks_for_goes_to_the_coordinator(
    services: Services, mailbox: Mailbox
) -> None:
    await user(services, ANNA, "redactie-ruimte")
    await user(services, CORA, role="coordinator")
    await remind(services)
    assert sorted(mailbox.to()) == [ANNA, CORA]
    letter = plain(mailbox.letters[mailbox.to().index(CORA)])
    assert "artikel bank" in letter and "artikel loket" not in letter


async def test_with_an_editor_for_everything_the_coordinator_gets_nothing(
    services: Services, mailbox: Mailbox
) -> None:
    await user(services, ANNA)
    await user(services, CORA, role="coordinator")
    await remind(services)
    assert mailbox.to() == [ANNA]


async def test_a_letter_that_was_refused_goes_again_and_no_other_does(
    services: Services,
    mailbox: Mailbox,
    today: time_machine.Traveller,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await user(services, ANNA)
    await user(services, BRAM)
    mailbox.refuses.add(ANNA)
    with caplog.at_level(logging.DEBUG):
        assert await remind(services) == 2
    assert mailbox.to() == [BRAM]
    ours = " ".join(each.getMessage() for each in caplog.records if each.name != "mail.log").lower()
    assert "is tried again later" in ours
    assert "anna" not in ours and "bram" not in ours
    mailbox.refuses.clear()
    today.move_to("2026-11-21 13:00 +01:00")
    assert await remind(services) == 0
    assert mailbox.to() == [BRAM, ANNA]
    assert "artikel bank" in plain(mailbox.letters[1])


async def test_several_workers_send_one_letter(services: Services, mailbox: Mailbox) -> None:
    await user(services, ANNA)
    assert sum(await asyncio.gather(*(remind(services) for _ in range(4)))) == 1
    assert mailbox.to() == [ANNA]


async def test_without_a_mail_server_the_worklist_is_enough(services: Services, tmp_path: Path) -> None:
    await user(services, ANNA)
    bare = build_services(services.settings.model_copy(update={"smtp_url": ""}))
    assert await remind(bare) == 0
    async with services.database.reading() as session:
        assert [row.id for row in (await worklist(session, clock.today())).review_due] == ["bank", "loket"]
    await bare.engine.close()
    await bare.database.close()


async def test_a_mail_server_that_is_away_keeps_no_other_task_from_its_turn(
    services: Services, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await user(services, ANNA)
    url = f"smtp://127.0.0.1:{free_port()}?tls=none"
    copy = {**services.settings.model_dump(), "smtp_url": url}
    away = build_services(Settings(_env_file=None, **copy))
    put(folder, "kort", "redactie-geld", "2026-11-01", valid_until="2026-11-20")
    async with services.database.transaction() as session:
        await import_content(session, read_content(folder))
    await work_once(away)
    with caplog.at_level(logging.INFO):
        await Courier(away.database, deliverers(away)).deliver_due()
    assert "ConnectError" in caplog.text
    assert "a periodic task failed" not in caplog.text
    async with services.database.reading() as session:
        article = await get_article(session, "kort")
        assert article is not None and article.status == "withdrawn"
    await away.engine.close()
    await away.database.close()


async def test_expired_articles_are_withdrawn_once_by_several_workers(
    services: Services, today: time_machine.Traveller
) -> None:
    today.move_to("2027-06-01 23:59 +02:00")
    assert await expire(services) == 0
    today.move_to("2027-06-02 00:01 +02:00")
    assert sorted(await asyncio.gather(*(expire(services) for _ in range(3)))) == [0, 0, 3]
