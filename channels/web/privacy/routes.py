"""The page about privacy, in Dutch and English; its figures are those that the retention works with."""

from fastapi import APIRouter, Response

from channels.messaging.codes import VALID_FOR
from channels.messaging.links import messengers
from channels.messaging.service import KEEP_ENDED, KEEP_IDS, KEEP_SILENT
from channels.operations.retention import KEPT
from channels.web.articles.labels import DUTCH, ENGLISH
from channels.web.articles.page import Reader, TheReader
from channels.web.landing.people import Desk, helpers
from kit.settings import Settings

PATH = "/privacy"

router = APIRouter(include_in_schema=False)


@router.api_route(PATH, methods=["GET", "HEAD"])
async def show_privacy(reader: TheReader, lang: str = DUTCH) -> Response:
    """Tell what is kept of whoever asks something, how long, who sees it and how it is erased."""
    language = ENGLISH if lang == ENGLISH else DUTCH
    settings, connected = reader.services.settings, reader.services.messengers.adapters
    return reader.kept(
        f"privacy/{language}.html",
        PATH,
        language=language,
        settings=settings,
        messengers=[each.name for each in messengers(settings, connected)],
        kept_days=_days(settings),
        mail=bool(settings.smtp_url or settings.imap_url),
        code_minutes=int(VALID_FOR.total_seconds()) // 60,
        desks=await _desks(reader),
    )


def _days(settings: Settings) -> dict[str, int]:
    """Return after how many days what is kept goes."""
    return {
        "conversation": settings.conversation_days,
        "ticket": settings.ticket_days,
        "gap": settings.gap_days,
        "follow": settings.follow_days,
        "traces": KEPT.days,
        "silent": KEEP_SILENT.days,
        "ended": KEEP_ENDED.days,
        "ids": KEEP_IDS.days,
    }


async def _desks(reader: Reader) -> list[Desk]:
    async with reader.services.database.reading() as session:
        return (await helpers(session, reader.library.areas, reader.place.gemeente)).desks
