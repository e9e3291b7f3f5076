"""Growing old: articles that pass their last day, and reviews that are due."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from knowledge import convert
from knowledge.curation import repository, store
from knowledge.curation.listing import Row, review_due
from knowledge.curation.models import Origin, ReviewReminder
from knowledge.models import Article

EXPIRED = "verlopen"
_CLAIM = timedelta(minutes=10)
"""How long a claim holds; who dies while sending leaves the reminder to the next run."""


async def withdraw_expired(session: AsyncSession, today: date) -> list[str]:
    """Withdraw the articles that are past their last day and return their ids; the worklist shows them."""
    state = await store.lock(session)
    expired = list(
        await session.scalars(
            select(Article)
            .where(Article.status == "published", Article.valid_until < today)
            .order_by(Article.id)
            .execution_options(populate_existing=True)
        )
    )
    state.version += bool(expired)
    for article in expired:
        content = convert.to_file(article).model_copy(update={"status": "withdrawn"})
        revision = store.begin(content, Origin.EXPIRY, store.SYSTEM)
        revision.note, revision.base_number = EXPIRED, article.revision
        session.add(revision)
        number = await repository.last_number(session, article.id) + 1
        store.place(article, revision, number, state.version)
    await session.flush()
    return [article.id for article in expired]


async def claim_reminders(
    session: AsyncSession, recipient_id: str, owners: Collection[str], today: date
) -> list[Row]:
    """Return what somebody has to be reminded of now, and keep it from other processes for a while.

    ``owners`` are the owner roles of the recipient; none is all. Each article is claimed once for each due
    date, and again when ``confirm_reminders`` did not follow.
    """
    await store.lock(session)
    known = await _reminders(session, recipient_id)
    moment, claimed = clock.now(), []
    for row in await review_due(session, today):
        reminder = known.get((row.id, row.review_on))
        taken = reminder and (reminder.sent_at or reminder.claimed_at > moment - _CLAIM)
        if taken or (owners and row.owner not in owners):
            continue
        if reminder is None:
            reminder = ReviewReminder(article_id=row.id, due_on=row.review_on, recipient_id=recipient_id)
            session.add(reminder)
        reminder.claimed_at = moment
        claimed.append(row)
    await session.flush()
    return claimed


async def confirm_reminders(session: AsyncSession, recipient_id: str, rows: Sequence[Row]) -> None:
    """Note that somebody was reminded, so that it does not happen again."""
    for row in rows:
        await session.execute(
            update(ReviewReminder)
            .where(
                ReviewReminder.article_id == row.id,
                ReviewReminder.due_on == row.review_on,
                ReviewReminder.recipient_id == recipient_id,
            )
            .values(sent_at=clock.now())
        )


async def _reminders(session: AsyncSession, recipient_id: str) -> dict[tuple[str, date], ReviewReminder]:
    wanted = select(ReviewReminder).where(ReviewReminder.recipient_id == recipient_id)
    found = await session.scalars(wanted.execution_options(populate_existing=True))
    return {(reminder.article_id, reminder.due_on): reminder for reminder in found}
