"""Files that an account manager sends: what is taken, how it reaches the entrepreneur, and when it goes."""

import io
import os
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import time_machine
from desk_builders import Browser
from sqlalchemy import select

from channels.follow.links import follow_link
from channels.mail.letters import letter_about_ticket
from channels.operations.worker import purge
from channels.services import Services
from channels.web.attachments import attachment_link
from handoff.errors import TicketError
from handoff.models import Ticket
from handoff.outbox import Entry
from handoff.outbox.models import OutboxEntry
from handoff.tickets.attachments import attach
from handoff.tickets.files import MOST_BYTES, checked_file
from handoff.tickets.models import TicketAttachment
from kit import clock

pytest_plugins = ["desk_fixtures"]

type Browse = Callable[..., Any]
type Make = Callable[..., Any]

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\n%%EOF"
EXECUTABLE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200)
MEGABYTE = 1024 * 1024


def office(*names: str) -> bytes:
    """A file of an office program with these parts in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", *names):
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


async def upload(browser: Browser, ticket: Ticket, name: str, content: bytes) -> httpx.Response:
    path = f"/desk/tickets/{ticket.reference}"
    data = {"csrf_token": await browser.token(path)}
    return await browser.client.post(f"{path}/attachments", data=data, files={"file": (name, content)})


async def stored(services: Services) -> list[TicketAttachment]:
    async with services.database.reading() as session:
        return list(await session.scalars(select(TicketAttachment)))


def on_disk(services: Services) -> list[Path]:
    return [path for path in (services.settings.data_dir / "attachments").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("offerte.pdf", "offerte.pdf"),
        ("../../etc/Brief van ons.PDF", "Brief van ons.PDF"),
        (r"C:\Users\anna\offerte.pdf", "offerte.pdf"),
        ('a"b;c%0d\r\n[x](y).pdf', "a-b-c-0d-x-(y).pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_a_file_gets_a_name_without_surprises(name: str, kept: str) -> None:
    assert checked_file(name, PDF).name == kept


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("virus.pdf", EXECUTABLE, "maar is het niet"),
        ("virus.pdf", b"\x7fELF" + bytes(100), "maar is het niet"),
        ("pagina.pdf", b"<html><script>alert(1)</script>", "maar is het niet"),
        ("plaatje.png", PDF, "maar is het niet"),
        ("virus.exe", EXECUTABLE, "Dit soort bestand"),
        ("pagina.html", b"<html>", "Dit soort bestand"),
        ("plaatje.svg", b"<svg/>", "Dit soort bestand"),
        ("pdf", PDF, "Dit soort bestand"),
        (".pdf", PDF, "Dit soort bestand"),
        ("leeg.pdf", b"", "leeg"),
        ("macro.docx", office("word/document.xml", "word/vbaProject.bin"), "macro"),
        ("groot.pdf", PDF + bytes(MOST_BYTES), "hooguit 10 MB"),
    ],
)  # fmt: skip
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes, why: str) -> None:
    with pytest.raises(TicketError, match=why):
        checked_file(name, content)


def test_a_text_of_an_office_program_is_taken() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert checked_file("brief.docx", office("word/document.xml")).content_type == kind


async def test_a_file_goes_out_with_a_reply_and_is_saved_by_a_signed_link(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket, anna = await tickets("anna", conversation_id=conversation), await browse("anna")
    response = await upload(anna, ticket, "offerte 1.pdf", PDF)
    page = (await anna.get(response.headers["location"])).text
    [attachment] = await stored(services)
    assert "De bijlage is toegevoegd" in page and f'value="{attachment.id}" checked' in page
    own = await anna.get(f"/desk/tickets/{ticket.reference}/attachments/{attachment.id}")
    assert own.content == PDF
    link = attachment_link(services.settings, attachment.id).removeprefix(services.settings.base_url)
    visitor = await browse()
    assert (await visitor.get(link)).status_code == 404  # not sent yet
    await anna.act(ticket, "replies", text="Hierbij de offerte", attachment=attachment.id)
    said = (await services.conversations.read(conversation))[1][-1].text
    assert said.startswith("Hierbij de offerte\n\nBijlagen:") and "[offerte 1.pdf](http" in said
    follow = follow_link(services.settings, ticket.reference).removeprefix(services.settings.base_url)
    assert ">offerte 1.pdf</a>" in (await visitor.get(follow)).text
    async with services.database.reading() as session:
        rows = await session.scalars(select(OutboxEntry).order_by(OutboxEntry.id.desc()))
        row = rows.first()
        assert row
        entry = Entry(row.id, row.kind, row.key, row.payload, 1, clock.now(), "")
        letter = await letter_about_ticket(services, session, entry)
    assert letter and "offerte 1.pdf" in letter.text and "/bijlagen/" in letter.text
    got = await visitor.get(link)
    assert (got.status_code, got.content) == (200, PDF)
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''offerte%201.pdf"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    [path] = on_disk(services)
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_link_expires_and_cannot_be_made_up(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket, anna = await tickets("anna", conversation_id=conversation), await browse("anna")
    await upload(anna, ticket, "offerte.pdf", PDF)
    [attachment] = await stored(services)
    await anna.act(ticket, "replies", text="Hierbij", attachment=attachment.id)
    link = attachment_link(services.settings, attachment.id).removeprefix(services.settings.base_url)
    visitor = await browse()
    for wrong in (f"{link}x", f"/bijlagen/{attachment.id}", "/bijlagen/x.y.z"):
        assert (await visitor.get(wrong)).status_code == 404, wrong
    with time_machine.travel(clock.now() + timedelta(days=services.settings.follow_days, minutes=1)):
        late = await visitor.get(link)
    assert late.status_code == 404 and "verlopen" in late.text


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("virus.pdf", EXECUTABLE, "heet .pdf, maar is het niet"),
        ("groot.pdf", PDF + bytes(20 * MEGABYTE), "Een bijlage is hooguit 10 MB."),
    ],
)
async def test_a_bad_file_is_refused_on_the_page_and_nothing_is_kept(
    browse: Browse, tickets: Make, services: Services, name: str, content: bytes, why: str
) -> None:
    ticket, anna = await tickets("anna"), await browse("anna")
    response = await upload(anna, ticket, name, content)
    assert response.status_code == 400
    assert why in response.text and 'id="attachment-error"' in response.text
    assert await stored(services) == [] and on_disk(services) == []


async def test_an_absurd_upload_is_cut_off_with_a_page(browse: Browse, tickets: Make) -> None:
    ticket, anna = await tickets("anna"), await browse("anna")
    response = await upload(anna, ticket, "groot.pdf", bytes(26 * MEGABYTE))
    assert response.status_code == 413 and "hooguit 10 MB" in response.text
    assert f'href="/desk/tickets/{ticket.reference}">Terug naar vraag' in response.text
    path = f"/desk/tickets/{ticket.reference}"
    data = {"csrf_token": await anna.token(path), "text": "x" * 300_000}
    refused = await anna.client.post(f"{path}/notes", data=data)
    assert refused.status_code == 413 and "<h1>Te groot</h1>" in refused.text


async def test_a_file_of_another_ticket_is_neither_sent_nor_read(
    browse: Browse, tickets: Make, services: Services
) -> None:
    mine, theirs, anna = await tickets("anna"), await tickets("bram"), await browse("anna")
    async with services.database.transaction() as session:
        data_dir, file = services.settings.data_dir, checked_file("geheim.pdf", PDF)
        own = await session.get_one(Ticket, theirs.id)
        attachment = await attach(session, data_dir, own, file, "Bram")
    response = await anna.act(mine, "replies", text="Hierbij", attachment=attachment.id)
    assert response.status_code == 400 and "Hierbij</textarea>" in response.text
    for reference in (mine.reference, theirs.reference):
        path = f"/desk/tickets/{reference}/attachments/{attachment.id}"
        assert (await anna.get(path)).status_code == 404


async def test_retention_takes_the_file_and_leaves_a_fresh_one(
    browse: Browse, tickets: Make, services: Services
) -> None:
    ticket, anna = await tickets("anna"), await browse("anna")
    await upload(anna, ticket, "offerte.pdf", PDF)
    await anna.act(ticket, "status", status="afgehandeld")
    assert (await upload(anna, ticket, "laat.pdf", PDF)).status_code == 400
    [path] = on_disk(services)
    await purge(services)
    assert on_disk(services) == [path]
    os.utime(path, (0, 0))
    with time_machine.travel(clock.now() + timedelta(days=400)):
        await purge(services)
    assert on_disk(services) == [] and await stored(services) == []
