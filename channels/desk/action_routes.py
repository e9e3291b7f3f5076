"""Every form on the page of a ticket."""

from collections.abc import Awaitable, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Response

from channels.conversations.text import clean
from channels.desk import ticket_work
from channels.desk.errors import PageError
from channels.desk.guard import TicketVisit, Visit
from channels.desk.live import work as live
from channels.desk.pages import HOME, DeskRoute, go_to
from channels.desk.ticket_page import Refusal, show_ticket
from channels.errors import ChannelError
from handoff.errors import TicketError

router = APIRouter(prefix="/tickets/{reference}", route_class=DeskRoute)

Text = Annotated[str, Form()]
Choices = Annotated[Sequence[str], Form()]
Key = Annotated[str, Form(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")]


@router.post("/claim")
async def claim(reference: str, visit: TicketVisit) -> Response:
    """Take a ticket of nobody."""
    return await finish(visit, reference, "claim", ticket_work.claim(visit, reference))


@router.post("/status")
async def change_status(reference: str, visit: TicketVisit, status: Text = "") -> Response:
    """Give a ticket another status."""
    return await finish(visit, reference, "status", ticket_work.change_status(visit, reference, status))


@router.post("/notes")
async def add_note(reference: str, visit: TicketVisit, text: Text = "") -> Response:
    """Write an internal note."""
    return await finish(visit, reference, "note", ticket_work.add_note(visit, reference, clean(text)), text)


@router.post("/replies")
async def reply(
    reference: str, visit: TicketVisit, text: Text = "", key: Key = "", attachment: Choices = ()
) -> Response:
    """Answer the entrepreneur, in the chat when it still exists; with the same key again only once."""
    work = live.reply(visit, reference, clean(text), key, files=attachment)
    return await finish(visit, reference, "reply", work, text)


@router.post("/take-over")
async def take_over(reference: str, visit: TicketVisit) -> Response:
    """Hold the conversation in the place of the assistant."""
    return await finish(visit, reference, "holder", live.take_over(visit, reference))


@router.post("/give-back")
async def give_back(reference: str, visit: TicketVisit) -> Response:
    """Let the assistant hold the conversation again."""
    return await finish(visit, reference, "holder", live.give_back(visit, reference))


async def finish(
    visit: Visit, reference: str, form: str, work: Awaitable[str], typed: str = "", *, leaves: bool = False
) -> Response:
    """Do the work; say on a fresh page what was done, or on this one why not, with what was typed."""
    try:
        notice = await work
    except PageError:
        raise
    except (TicketError, ChannelError) as error:
        return await show_ticket(visit, reference, refusal=Refusal(form, str(error), typed))
    return go_to(HOME if leaves else f"{HOME}/{reference}", notice=notice)
