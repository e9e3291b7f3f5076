"""The form with which an account manager proposes an appointment."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Form, Response

from channels.conversations.text import clean
from channels.desk.errors import PageError, RefusedError
from channels.desk.guard import TicketVisit, Visit
from channels.desk.pages import HOME, DeskRoute, go_to
from channels.desk.ticket_page import Refusal, show_ticket
from channels.desk.ticket_rules import open_ticket
from channels.errors import ChannelError
from handoff.appointments import propose
from handoff.errors import TicketError
from kit.clock import AMSTERDAM

router = APIRouter(prefix="/tickets/{reference}", route_class=DeskRoute)

Text = Annotated[str, Form(max_length=2_000)]


@router.post("/appointments")
async def propose_appointment(
    reference: str,
    visit: TicketVisit,
    day: Text = "",
    time: Text = "",
    minutes: Text = "",
    place: Text = "",
    note: Text = "",
) -> Response:
    """Propose a moment to the entrepreneur, who gets it by mail; what was filled in stays when refused."""
    given = {"day": day, "time": time, "minutes": minutes, "place": place, "note": note}
    try:
        await _propose(visit, reference, {name: clean(value) for name, value in given.items()})
    except PageError:
        raise
    except (TicketError, ChannelError) as error:
        refusal = Refusal("appointments", str(error), values=given)
        return await show_ticket(visit, reference, refusal=refusal)
    return go_to(f"{HOME}/{reference}", notice="appointment-proposed")


async def _propose(visit: Visit, reference: str, given: Mapping[str, str]) -> None:
    async with visit.services.database.transaction() as session:
        ticket = await open_ticket(session, visit, reference)
        await propose(
            session,
            ticket,
            visit.entry.name,
            starts_at=_moment(given["day"], given["time"]),
            minutes=int(given["minutes"]) if given["minutes"].isdecimal() else 0,
            place=given["place"],
            note=given["note"],
        )


def _moment(day: str, at: str) -> datetime:
    """Read a date and a Dutch local time."""
    try:
        return datetime.combine(
            date.fromisoformat(day), time.fromisoformat(at).replace(tzinfo=None), AMSTERDAM
        )
    except ValueError:
        raise RefusedError("Vul een datum en een tijd in, bijvoorbeeld 2027-01-31 en 14:30.") from None
