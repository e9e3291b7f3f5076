"""Attachments at the desk: the links to them in a message, and adding one to a ticket."""

from collections.abc import Collection

from fastapi import UploadFile

from channels.desk.errors import RefusedError
from channels.desk.guard import Visit
from channels.desk.ticket_page import visible_ticket
from channels.desk.ticket_rules import open_ticket
from channels.services import Services
from channels.web.attachments import attachment_link
from handoff.tickets import attachments
from handoff.tickets.files import MOST_BYTES, checked_file
from handoff.tickets.models import TicketAttachment


def links_to(services: Services, language: str, files: Collection[TicketAttachment]) -> str:
    """Return what an entrepreneur reads below a message with files; nothing without files."""
    if not files:
        return ""
    lines = (f"- [{each.name}]({attachment_link(services.settings, each.id)})" for each in files)
    replies = services.library.replies_in(language)
    days = services.settings.follow_days
    return replies.text("attachments_sent", files="\n".join(lines), days=days)


async def attach(visit: Visit, reference: str, upload: UploadFile | None) -> str:
    """Keep a file with a ticket, until it is sent with a reply."""
    if upload is None or not upload.filename:
        raise RefusedError("Kies eerst een bestand.")
    # The size is known before anything of it is read into memory.
    if (upload.size or 0) > MOST_BYTES:
        raise RefusedError("Dit bestand is te groot. Een bijlage is hooguit 10 MB.")
    file = checked_file(upload.filename, await upload.read())
    async with visit.services.database.transaction() as session:
        ticket = await open_ticket(session, visit, reference)
        data_dir = visit.services.settings.data_dir
        await attachments.attach(session, data_dir, ticket, file, visit.entry.name)
    return "attached"


async def attachment_of(visit: Visit, reference: str, attachment_id: str) -> TicketAttachment | None:
    """Return a file of a ticket that the user may see, also one that was merged into it."""
    async with visit.services.database.reading() as session:
        ticket = await visible_ticket(session, visit.entry, reference)
        found = await attachments.attachments_of(session, [ticket.id])
    return next((each for each in found if each.id == attachment_id), None)
