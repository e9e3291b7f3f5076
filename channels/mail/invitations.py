"""The letter with the link to set the own password."""

from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.invitations import LASTS, invitation_link
from channels.desk.models import DeskUser
from channels.mail.addresses import message_id
from channels.mail.frame import write
from channels.services import Services
from handoff.outbox import Entry
from kit.mail import Letter


async def invitation(services: Services, session: AsyncSession, entry: Entry) -> Letter | None:
    """Write to who is invited; nothing when another invitation followed, or the password is set already."""
    user = await session.get(DeskUser, entry.payload["user"])
    if user is None or not user.active or not user.invited_at:
        return None
    if user.invited_at.isoformat() != entry.payload["at"]:
        return None
    settings = services.settings
    context = {
        "addressed": user.name,
        "email": user.email,
        "role": user.role.label,
        "first": not user.password_hash,
        "days": LASTS.days,
        "link": invitation_link(settings, user),
        "for_desk": True,
        "can_reply": False,
    }
    text = write("invitation", "nl", context)
    return Letter(user.email, text.subject, text.plain, text.html, message_id=message_id(settings, entry.key))
