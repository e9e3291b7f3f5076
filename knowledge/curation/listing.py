"""The lists that editors work from. Filters of the list are not in SQL: what is a draft only has no row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from knowledge.curation import repository
from knowledge.curation.models import ArticleRevision, Origin, State
from knowledge.curation.review import KINDS, OTHERWISE, PERIODS, review_on
from knowledge.models import Article, ArticleQuestion
from knowledge.sameness import bare

SOON = 30
"""Days before its last day in which an article stands on the worklist."""

NEW = "new"
"""The status of an article that was never published."""

NEVER = date.max
"""The day of a draft that has none yet: it comes last and is never due."""

_COLUMNS = (
    Article.id,
    Article.title,
    Article.topic,
    Article.subject,
    Article.area,
    Article.language,
    Article.owner,
    Article.kind,
    Article.status,
    Article.revision,
    Article.checked_on,
    Article.valid_until,
)

EXPIRED = exists().where(
    ArticleRevision.article_id == Article.id,
    ArticleRevision.number == Article.revision,
    ArticleRevision.origin == Origin.EXPIRY,
)
"""That an article was withdrawn by itself, and nobody did anything with it since."""

type _Open = dict[str, list[ArticleRevision]]
"""The open revisions by article."""


@dataclass(frozen=True)
class Row:
    """An article in a list, with what is open on it; ``status`` is that of the published version, or new."""

    id: str
    title: str
    topic: str
    subject: str
    area: str
    language: str
    owner: str
    kind: str | None
    status: str
    revision: int
    checked_on: date
    valid_until: date
    open: tuple[ArticleRevision, ...] = ()

    @property
    def review_on(self) -> date:
        """The day on which its review is due."""
        return NEVER if self.checked_on == NEVER else review_on(self)

    @property
    def states(self) -> frozenset[str]:
        """Everything it can be found under: the status, and the states of its open revisions."""
        return frozenset({self.status, *(revision.state.value for revision in self.open)})

    def review_due(self, today: date) -> bool:
        """Tell whether entrepreneurs get it although somebody should have looked at it again."""
        return self.status == "published" and self.review_on <= today

    def expires(self, today: date, days: int) -> bool:
        """Tell whether its last day is at most so many days ahead."""
        return self.status == "published" and today <= self.valid_until <= today + timedelta(days=days)


@dataclass(frozen=True)
class Worklist:
    """What waits for an editor."""

    in_review: list[ArticleRevision] = field(default_factory=list)
    conflicts: list[ArticleRevision] = field(default_factory=list)
    drafts: list[ArticleRevision] = field(default_factory=list)
    """Also those that a second editor sent back."""
    review_due: list[Row] = field(default_factory=list)
    expires_soon: list[Row] = field(default_factory=list)
    expired: list[Row] = field(default_factory=list)
    """Withdrawn by itself on passing the last day, and nobody did anything with it since."""


async def listing(
    session: AsyncSession,
    *,
    topic: str | None = None,
    area: str | None = None,
    status: str | None = None,
    expires_within_days: int | None = None,
    review_due: bool = False,
    query: str = "",
    today: date | None = None,
) -> list[Row]:
    """Return the articles that pass every filter, in the order of their ids.

    ``status`` is published, withdrawn, draft, new, or the state of an open revision such as in-review.
    ``query`` is looked for in id, title, subject and phrasings.
    """
    today = today or clock.today()
    said = await _with_phrasing(session, query)
    return [
        row
        for row in await _rows(session)
        if (topic is None or row.topic == topic)
        and (area is None or row.area == area)
        and (status is None or status in row.states)
        and (expires_within_days is None or row.expires(today, expires_within_days))
        and (not review_due or row.review_due(today))
        and (row.id in said or _mentions(row, query))
    ]


async def worklist(session: AsyncSession, today: date) -> Worklist:
    """Return everything that waits for an editor, what waits longest first."""
    revisions = await repository.open_revisions(session)
    by_state, open_ = defaultdict(list), _by_article(revisions)
    for revision in revisions:
        by_state[revision.state].append(revision)
    soon = Article.valid_until.between(today, today + timedelta(days=SOON))
    expires = await _published(session, open_, soon)
    return Worklist(
        in_review=by_state[State.IN_REVIEW],
        conflicts=by_state[State.CONFLICT],
        drafts=by_state[State.DRAFT] + by_state[State.REJECTED],
        review_due=await review_due(session, today, open_),
        expires_soon=sorted(expires, key=lambda row: row.valid_until),
        expired=sorted(await _select(session, open_, EXPIRED), key=lambda row: row.valid_until),
    )


async def review_due(session: AsyncSession, today: date, open_: _Open | None = None) -> list[Row]:
    """Return the published articles whose review is due, the longest due first."""
    kind = func.coalesce(Article.kind, case(KINDS, value=Article.topic, else_=OTHERWISE))
    due = or_(*((kind == each) & (Article.checked_on <= today - period) for each, period in PERIODS.items()))
    return sorted(await _published(session, open_ or {}, due), key=lambda row: row.review_on)


async def _rows(session: AsyncSession) -> list[Row]:
    """Return all articles, and those that are drafts only, in the order of their ids."""
    open_ = _by_article(await repository.open_revisions(session))
    found = await _select(session, open_, true())
    new = open_.keys() - {row.id for row in found}
    return sorted([*found, *(_new(open_[each]) for each in new)], key=lambda row: row.id)


def _by_article(revisions: Iterable[ArticleRevision]) -> _Open:
    open_ = defaultdict(list)
    for revision in revisions:
        open_[revision.article_id].append(revision)
    return dict(open_)


async def _published(session: AsyncSession, open_: _Open, which: ColumnElement[bool]) -> list[Row]:
    return await _select(session, open_, (Article.status == "published") & which)


async def _select(session: AsyncSession, open_: _Open, which: ColumnElement[bool]) -> list[Row]:
    found = await session.execute(select(*_COLUMNS).where(which).order_by(Article.id))
    return [Row(**article._mapping, open=tuple(open_.get(article.id, ()))) for article in found]


def _new(revisions: list[ArticleRevision]) -> Row:
    """Make a row of an article that has open revisions only; the newest tells what it is about."""
    draft = revisions[-1].draft
    return Row(
        id=draft.id,
        title=draft.title or draft.id,
        topic=draft.topic,
        subject=draft.subject,
        area=draft.area,
        language=draft.language,
        owner=draft.owner,
        kind=draft.kind if draft.kind in PERIODS else None,
        status=NEW,
        revision=0,
        checked_on=_day(draft.checked_on),
        valid_until=_day(draft.valid_until),
        open=tuple(revisions),
    )


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else NEVER


async def _with_phrasing(session: AsyncSession, query: str) -> set[str]:
    wanted = bare(query)
    if not wanted:
        return set()
    found = select(ArticleQuestion.article_id).where(ArticleQuestion.bare.contains(wanted, autoescape=True))
    return set(await session.scalars(found))


def _mentions(row: Row, query: str) -> bool:
    wanted = query.strip().casefold()
    return any(wanted in text.casefold() for text in _texts(row))


def _texts(row: Row) -> Iterator[str]:
    """Give what an editor can look for; of drafts what they say now."""
    yield from (row.id, row.title, row.subject)
    for revision in row.open:
        draft = revision.draft
        yield from (draft.title, *draft.questions)
