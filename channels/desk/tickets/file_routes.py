"""Adding a file to a ticket, and reading it: the one form of the desk that may be large."""

from typing import Annotated

from fastapi import APIRouter, File, Response, UploadFile

from channels.desk.action_routes import finish
from channels.desk.errors import NotFoundError
from channels.desk.guard import TicketVisit
from channels.desk.pages import DeskRoute
from channels.desk.tickets import files
from channels.web.attachments import save_file

router = APIRouter(prefix="/tickets/{reference}/attachments", route_class=DeskRoute)


@router.post("")
async def add(
    reference: str, visit: TicketVisit, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Add a file."""
    return await finish(visit, reference, "attachment", files.attach(visit, reference, file))


@router.get("/{attachment_id}")
async def read(reference: str, attachment_id: str, visit: TicketVisit) -> Response:
    """Save a file of the ticket."""
    attachment = await files.attachment_of(visit, reference, attachment_id)
    if attachment is None:
        raise NotFoundError
    return save_file(visit.services.settings, attachment)
