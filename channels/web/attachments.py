"""Files of the account manager, for whoever has a link: signed, dated, and never shown but saved."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from channels.services import TheServices
from channels.web.articles.page import Reader, TheReader
from handoff.tickets.attachments import path_of, sent_attachment
from handoff.tickets.models import TicketAttachment
from kit.settings import Settings

HOME = "/bijlagen"
_DAY = 24 * 3600  # seconds

router = APIRouter(prefix=HOME, include_in_schema=False)


def attachment_link(settings: Settings, attachment_id: str) -> str:
    """Return a link to a file that works from now on, for as many days as that to a question."""
    return f"{settings.base_url}{HOME}/{_serializer(settings).dumps(attachment_id)}"


def save_file(settings: Settings, attachment: TicketAttachment) -> Response:
    """Return a file to be saved: a browser never opens it as a page of ours."""
    path: Path = path_of(settings.data_dir, attachment.id)
    name = quote(attachment.name, safe="")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
    }
    return FileResponse(path, media_type=attachment.content_type, headers=headers)


async def _attachment(token: str, services: TheServices) -> TicketAttachment | None:
    settings = services.settings
    try:
        found: str = _serializer(settings).loads(token, max_age=settings.follow_days * _DAY)
    except BadSignature:
        return None
    async with services.database.reading() as session:
        attachment = await sent_attachment(session, found)
    known = attachment is not None and path_of(settings.data_dir, attachment.id).is_file()
    return attachment if known else None


@router.api_route("/{token}", methods=["GET", "HEAD"])
async def fetch(
    reader: TheReader, attachment: Annotated[TicketAttachment | None, Depends(_attachment)]
) -> Response:
    """Give a file, or say that the link works no longer."""
    if attachment is None:
        return _gone(reader)
    return save_file(reader.services.settings, attachment)


def _gone(reader: Reader) -> Response:
    return reader.page("follow/no_file.html", 404)


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.session_secret, salt="attachment")
