"""The page of one ticket, also when a form on it was refused."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.models import Conversation
from channels.desk import repository
from channels.desk.entry import Entry
from channels.desk.errors import NotFoundError
from channels.desk.guard import Visit
from channels.desk.inbox.seen import mark_seen
from channels.desk.messenger_view import messenger_of
from channels.desk.pages import page
from channels.desk.tickets.history import happenings, why_here
from channels.desk.tickets.surroundings import colleagues, may_note, surroundings
from channels.desk.view import Line, copied_lines, due, findings, live_lines, said_lines
from channels.errors import UnknownConversationError
from handoff.models import Ticket
from handoff.repository import all_managers
from handoff.status import TicketStatus
from handoff.tickets.files import MOST_BYTES
from handoff.tickets.mentions import mark_read, unread_by
from knowledge.topics import TOPICS

LONGEST_REPLY = 5000


@dataclass(frozen=True)
class Refusal:
    """Why a form was refused: which form, in which sentence, and what was typed in it."""

    form: str
    message: str
    typed: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    """What was typed in each field of a form with several."""


@dataclass(frozen=True)
class Talk:
    """The conversation behind a ticket: live while it exists, else the copy that the ticket keeps."""

    live: Conversation | None
    lines: list[Line]

    @property
    def answered(self) -> bool:
        """Whether an account manager said anything."""
        return any(line.sender == "account-manager" for line in self.lines)

    @property
    def answer_read(self) -> bool:
        """Whether the entrepreneur has read what an account manager said last."""
        said = [line.position for line in self.lines if line.sender == "account-manager"]
        return bool(said) and self.live is not None and self.live.read_by_entrepreneur >= said[-1]

    @property
    def last_position(self) -> int:
        """The position of the last message shown."""
        return self.lines[-1].position if self.lines else 0


async def visible_ticket(session: AsyncSession, entry: Entry, reference: str) -> Ticket:
    """Return a ticket that the user may see.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    ticket = await repository.visible_ticket(session, entry, reference)
    if ticket is None:
        raise NotFoundError
    return ticket


async def read_conversation(visit: Visit, ticket: Ticket, after: int = 0) -> Talk:
    """Return the conversation behind a ticket, with the messages after a position."""
    if ticket.conversation_id:
        try:
            live, messages = await visit.services.conversations.read(ticket.conversation_id, after)
        except UnknownConversationError:
            return Talk(None, copied_lines(ticket.transcript))
        # Wiped by the entrepreneur: what was sent with the ticket is still the account manager's to read.
        if messages or after:
            return Talk(live, live_lines(messages))
        return Talk(live, copied_lines(ticket.transcript))
    return Talk(None, copied_lines(ticket.transcript))


async def show_ticket(
    visit: Visit, reference: str, *, notice: str = "", refusal: Refusal | None = None, draft: str = ""
) -> Response:
    """Show a ticket; a refusal stands at the top and at its form, and makes it status 400.

    A draft stands in the form for an answer, to be looked at before it is sent.

    Raises:
        NotFoundError: there is none with this reference, or it is somebody else's.
    """
    async with visit.services.database.reading() as session:
        ticket = await visible_ticket(session, visit.entry, reference)
        around = await surroundings(session, visit.entry, ticket)
        noting = await may_note(session, visit.entry, ticket)
        messenger = await messenger_of(session, ticket)
        managers = await all_managers(session)
    talk = await read_conversation(visit, ticket)
    if talk.live is None:  # since then it goes by mail, or on the page of the entrepreneur
        talk = Talk(None, [*talk.lines, *said_lines(around.events)])
    await _mark_read(visit, talk)
    await _mark_mention_read(visit, ticket)
    await _mark_seen(visit, ticket)
    areas, languages = visit.services.library.areas, visit.services.library.languages
    context = {
        "ticket": ticket,
        "due": due(ticket),
        "findings": findings(ticket.findings),
        "events": happenings(around.events, managers, areas.name, around.others),
        "why": why_here(ticket, around.events),
        "around": around,
        "may_note": noting,
        "double_talks": [(each, copied_lines(each.transcript)) for each in around.doubles],
        "managers": managers,
        "areas": areas,
        "messenger": messenger,
        "talk": talk,
        "is_holder": _is_holder(visit.entry, talk.live),
        "colleagues": colleagues(managers, ticket),
        "statuses": [status for status in TicketStatus if ticket.status.may_become(status)],
        "closed": ticket.status is TicketStatus.CLOSED,
        "language": languages.dutch_name(ticket.language),
        "topic": TOPICS[ticket.topic].title if ticket.topic in TOPICS else ticket.topic,
        "gemeente": areas.name(areas.current(ticket.gemeente)) if ticket.gemeente else None,
        "longest_reply": LONGEST_REPLY,
        "most_bytes": MOST_BYTES,
        "mails": bool(ticket.email and visit.services.settings.mail_server),
        "reply_key": secrets.token_urlsafe(12),
        "notice": notice,
        "refusal": refusal,
        "draft": draft,
    }
    return page(visit.request, "ticket.html", context, 400 if refusal else 200)


async def _mark_read(visit: Visit, talk: Talk) -> None:
    """Tell the entrepreneur that who holds the conversation has seen it, also without JavaScript."""
    holds = talk.live and _is_holder(visit.entry, talk.live)
    if talk.live and holds and talk.last_position > talk.live.read_by_account_manager:
        conversations = visit.services.conversations
        await conversations.mark_read_up_to(talk.live.id, "account-manager", talk.last_position)


async def _mark_seen(visit: Visit, ticket: Ticket) -> None:
    """Take the ticket from what this user has not read; who only reads leaves no trace."""
    if not visit.entry.only_reads:
        async with visit.services.database.transaction() as session:
            await mark_seen(session, visit.entry, [ticket])


async def _mark_mention_read(visit: Visit, ticket: Ticket) -> None:
    """Note that a colleague who is named in the ticket has seen it."""
    manager_id = visit.entry.manager_id
    if manager_id is None:
        return
    async with visit.services.database.reading() as session:
        unread = ticket.id in await unread_by(session, manager_id)
    if unread:
        async with visit.services.database.transaction() as session:
            await mark_read(session, ticket, manager_id)


def _is_holder(entry: Entry, live: Conversation | None) -> bool:
    return live is not None and live.holder_id == entry.holder_id
