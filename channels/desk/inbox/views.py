"""The views that a user keeps: filters with a name. Nothing here commits."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.text import is_visible
from channels.desk.entry import Entry
from channels.desk.errors import NotFoundError, UserError
from channels.desk.inbox.filters import Filters
from channels.desk.inbox.models import SavedView

LONGEST_NAME = 60
MOST_VIEWS = 20


async def views_of(session: AsyncSession, entry: Entry) -> Sequence[SavedView]:
    """Return the views of a user, by name."""
    query = select(SavedView).where(SavedView.user_id == entry.user.id)
    return (await session.scalars(query.order_by(SavedView.name))).all()


async def save_view(session: AsyncSession, entry: Entry, name: str, filters: Filters) -> None:
    """Keep filters under a name; the same name again takes the place of the earlier one.

    Raises:
        UserError: the name is empty or too long, or there are too many views.
    """
    name = " ".join(name.split())
    if not is_visible(name) or len(name) > LONGEST_NAME:
        raise UserError(f"Geef de weergave een naam van hooguit {LONGEST_NAME} tekens.")
    own = SavedView.user_id == entry.user.id
    await session.execute(delete(SavedView).where(own, SavedView.name == name))
    if (await session.scalar(select(func.count()).select_from(SavedView).where(own)) or 0) >= MOST_VIEWS:
        raise UserError(f"U heeft al {MOST_VIEWS} weergaven. Verwijder er eerst een.")
    session.add(SavedView(user_id=entry.user.id, name=name, query=filters.text))
    await session.flush()


async def remove_view(session: AsyncSession, entry: Entry, view_id: int) -> None:
    """Forget a view.

    Raises:
        NotFoundError: the user has none with this number.
    """
    view = await session.get(SavedView, view_id)
    if view is None or view.user_id != entry.user.id:
        raise NotFoundError
    await session.delete(view)
