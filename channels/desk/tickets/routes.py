"""Every form on the page of a ticket that gives it to somebody, or puts something on it."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from channels.conversations.text import clean
from channels.desk.action_routes import finish
from channels.desk.guard import TicketVisit
from channels.desk.pages import DeskRoute
from channels.desk.tickets import mark_work, transfer_work

router = APIRouter(prefix="/tickets/{reference}", route_class=DeskRoute)

Text = Annotated[str, Form()]


@router.post("/transfer")
async def transfer(
    reference: str, visit: TicketVisit, account_manager_id: Text = "", gemeente: Text = "", note: Text = ""
) -> Response:
    """Offer a ticket to a colleague or to who helps in another gemeente; a coordinator assigns it."""
    work = transfer_work.transfer(visit, reference, account_manager_id, gemeente, clean(note))
    return await finish(visit, reference, "transfer", work, note)


@router.post("/transfer/accept")
async def accept(reference: str, visit: TicketVisit) -> Response:
    """Take over what was offered."""
    return await finish(visit, reference, "accept", transfer_work.accept(visit, reference))


@router.post("/transfer/decline")
async def decline(reference: str, visit: TicketVisit, note: Text = "") -> Response:
    """Do not take over what was offered."""
    work = transfer_work.decline(visit, reference, clean(note))
    return await finish(visit, reference, "decline", work, note, leaves=not visit.entry.is_coordinator)


@router.post("/transfer/withdraw")
async def withdraw(reference: str, visit: TicketVisit) -> Response:
    """Take an offer back."""
    return await finish(visit, reference, "withdraw", transfer_work.withdraw(visit, reference))


@router.post("/tags")
async def set_tags(reference: str, visit: TicketVisit, tags: Text = "") -> Response:
    """Let a ticket have the tags that were typed, with commas between them."""
    return await finish(visit, reference, "tags", mark_work.set_tags(visit, reference, clean(tags)), tags)


@router.post("/rode-loper")
async def set_rode_loper(reference: str, visit: TicketVisit, wanted: Text = "") -> Response:
    """Roll out the red carpet, or roll it up."""
    return await finish(
        visit, reference, "rode-loper", mark_work.set_rode_loper(visit, reference, wanted == "yes")
    )


@router.post("/follow-up")
async def set_follow_up(reference: str, visit: TicketVisit, day: Text = "") -> Response:
    """Let a ticket come back on top on a day; an empty field is never."""
    return await finish(visit, reference, "follow-up", mark_work.set_follow_up(visit, reference, day), day)


@router.post("/merge")
async def merge(reference: str, visit: TicketVisit, double: Text = "") -> Response:
    """Merge another ticket into this one, which stays."""
    return await finish(visit, reference, "merge", mark_work.merge(visit, reference, double), double)
