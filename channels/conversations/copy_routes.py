"""Asking for a copy of the conversation by e-mail."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import StringConstraints

from assistant.schemas import Shape
from channels.conversations.copies import put_copy
from channels.conversations.routes import OwnConversation
from channels.errors import NoMailError
from channels.services import TheServices
from channels.web.limits import CLIENT
from channels.web.openapi import refusals

router = APIRouter(
    prefix="/v1/conversations", tags=["conversations"], dependencies=[CLIENT], responses=refusals(429)
)


class MailCopy(Shape):
    """Where to send it."""

    email: Annotated[str, StringConstraints(strict=True, min_length=3, max_length=254)]


@router.post("/{conversation_id}/copies", status_code=202, responses=refusals(400, 401, 404, 409, 413))
async def mail_copy(conversation_id: OwnConversation, wanted: MailCopy, services: TheServices) -> MailCopy:
    """Send the conversation as it is then to an e-mail address, three times at most."""
    if not services.settings.mails_copies:
        raise NoMailError
    async with services.database.transaction() as session:
        await put_copy(session, conversation_id, wanted.email)
    return wanted
