"""The letter to an editor about the articles whose review is due; the worklist has them all."""

from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.models import DeskUser
from channels.mail.addresses import message_id
from channels.mail.frame import write
from channels.services import Services
from handoff.outbox import Entry
from kit import clock
from kit.mail import Letter
from knowledge.curation.listing import review_due


async def review(services: Services, session: AsyncSession, entry: Entry) -> Letter | None:
    """Write to one editor; an article that was looked at meanwhile is left out."""
    user = await session.get(DeskUser, entry.payload["user"])
    wanted = set(entry.payload["articles"])
    articles = [row for row in await review_due(session, clock.today()) if row.id in wanted]
    if user is None or not user.active or not articles:
        return None
    settings = services.settings
    context = {"addressed": user.name, "articles": articles, "base": settings.base_url}
    text = write("review", "nl", context | {"for_desk": True, "can_reply": False})
    return Letter(user.email, text.subject, text.plain, text.html, message_id=message_id(settings, entry.key))
