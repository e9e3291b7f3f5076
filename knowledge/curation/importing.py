"""From content files to the database, next to the desk: neither ever overwrites the other unseen.

What a file says goes into the store when the article came from a file last. When the desk had the last
word, a file that says something the desk never saw is a conflict: a revision that waits for an editor.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from kit import clock
from knowledge import convert
from knowledge.curation import repository, store
from knowledge.curation.models import ArticleRevision, Origin, State
from knowledge.models import Article
from knowledge.sameness import bare, overlap
from knowledge.schemas import ArticleFile

_AT_A_TIME = 500  # articles; a query has a highest number of parameters
_BOTH_CHANGED = "Het bestand en de desk zijn allebei gewijzigd."
_GONE = "Het bestand is weg."


@dataclass
class ImportReport:
    """How many articles an import added, changed, withdrew and left alone, and which wait for an editor."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    kept: int = 0
    """Left as the desk made them."""
    conflicts: list[str] = field(default_factory=list)
    """The ids of the articles that the files want otherwise than the desk, whose version stays served."""


@dataclass(frozen=True)
class _Known:
    """An article in the database. What expiry withdrew counts as what it was before."""

    status: str
    revision: int
    last_number: int
    origin: Origin
    in_files: bool
    fingerprints: frozenset[str]

    @property
    def by_desk(self) -> bool:
        """Whether the desk had the last word."""
        return self.origin is Origin.DESK

    @property
    def unknown_to_files(self) -> bool:
        """Whether the desk has something that never stood in the files."""
        return self.by_desk and not self.in_files


async def import_articles(session: AsyncSession, files: Sequence[ArticleFile]) -> ImportReport:
    """Bring the articles in the database to those of the files, as far as the desk did not change them."""
    state = await store.lock(session)
    plan = await _Plan.make(session, files)
    await _settle(session, plan)
    await _agree(session, plan)
    if plan.placed or plan.gone:
        state.version += 1
        await _place(session, plan, state.version)
        await _withdraw(session, plan, state.version)
    state.imported_at = clock.now()
    await session.flush()
    return plan.report


class _Plan:
    """What an import will do, decided before anything changes."""

    def __init__(self, known: dict[str, _Known], seen: set[tuple[str, str]], desk: list[ArticleFile]) -> None:
        self.known, self._seen, self._desk = known, seen, desk
        self.report = ImportReport()
        self.placed: dict[str, ArticleFile] = {}
        self.conflicts: dict[str, tuple[ArticleFile, str]] = {}
        self.gone: list[str] = []
        self.agreed: list[str] = []

    @classmethod
    async def make(cls, session: AsyncSession, files: Sequence[ArticleFile]) -> "_Plan":
        """Look at the database once, then decide for every article."""
        known = await _known(session)
        desk = [key for key, article in known.items() if article.unknown_to_files]
        plan = cls(
            known, await _seen(session), [convert.to_file(each) for each in await _load(session, desk)]
        )
        for file in files:
            plan._decide(file)
        for missing in sorted(known.keys() - {file.id for file in files}):
            plan._miss(missing)
        return plan

    def _decide(self, file: ArticleFile) -> None:
        fingerprint, known = convert.fingerprint(file), self.known.get(file.id)
        if known and fingerprint in known.fingerprints:
            self.report.unchanged += 1
            if known.unknown_to_files:
                self.agreed.append(file.id)
            return
        why = _BOTH_CHANGED if known and known.unknown_to_files else self._collision(file)
        if why is None:
            self.placed[file.id] = file
        elif (file.id, fingerprint) in self._seen:
            self.report.kept += 1
        else:
            self.conflicts[file.id] = (file, why)
            self.report.conflicts.append(file.id)

    def _miss(self, article_id: str) -> None:
        known = self.known[article_id]
        if known.by_desk:
            self.report.kept += 1
        elif known.status == "withdrawn":
            self.report.unchanged += 1
        else:
            self.gone.append(article_id)

    def _collision(self, file: ArticleFile) -> str | None:
        """Say what an article of the desk has already that a file may not have as well."""
        if file.status == "withdrawn":
            return None
        for other in self._desk:
            if other.status == "withdrawn" or other.id == file.id or other.language != file.language:
                continue
            if other.subject != file.subject and _shared(other, file):
                return f"Een van de vragen staat al bij het artikel {other.id} van de desk."
            if (other.subject, other.area) == (file.subject, file.area) and overlap(other, file):
                return f"Het artikel {other.id} van de desk gaat over hetzelfde, voor hetzelfde gebied."
        return None


def _shared(first: ArticleFile, second: ArticleFile) -> bool:
    return not {*map(bare, first.questions)}.isdisjoint(map(bare, second.questions))


async def _settle(session: AsyncSession, plan: _Plan) -> None:
    """Bring the open conflicts to what the files say now; those that are over go."""
    open_ = {each.article_id: each for each in await repository.open_revisions(session, [State.CONFLICT])}
    for article_id, revision in open_.items():
        if article_id not in plan.conflicts:
            await session.delete(revision)
    for article_id, (file, why) in plan.conflicts.items():
        known = plan.known.get(article_id)
        revision = open_.get(article_id) or store.begin(file, Origin.FILE, store.FILES)
        if revision.state is State.CONFLICT and revision.fingerprint == convert.fingerprint(file):
            continue
        revision.state, revision.note, revision.changed_at = State.CONFLICT, why, clock.now()
        revision.base_number = known.revision if known else None
        revision.content, revision.fingerprint = convert.to_json(file), convert.fingerprint(file)
        session.add(revision)


async def _agree(session: AsyncSession, plan: _Plan) -> None:
    """Note what the desk published and the files now say too: who changes such a file knows it."""
    for some in batched(plan.agreed, _AT_A_TIME, strict=False):
        current = select(Article.revision).where(Article.id == ArticleRevision.article_id).scalar_subquery()
        await session.execute(
            update(ArticleRevision)
            .where(ArticleRevision.article_id.in_(some), ArticleRevision.number == current)
            .values(in_files=True)
            .execution_options(synchronize_session=False)
        )


async def _place(session: AsyncSession, plan: _Plan, version: int) -> None:
    """Put files into the store; articles from before there were revisions get their first one."""
    present = {article.id: article for article in await _load(session, plan.placed)}
    for article_id, file in plan.placed.items():
        article, known = present.get(article_id), plan.known.get(article_id)
        if article is None:
            article = Article(id=article_id)
            session.add(article)
            plan.report.added += 1
        elif convert.to_file(article) == file:
            plan.report.unchanged += 1
        else:
            plan.report.changed += 1
        revision = store.begin(file, Origin.FILE, store.FILES)
        revision.base_number = known.revision if known else None
        session.add(revision)
        store.place(article, revision, (known.last_number if known else 0) + 1, version)


async def _withdraw(session: AsyncSession, plan: _Plan, version: int) -> None:
    """Withdraw articles without file; they are kept, for conversations and tickets refer to them."""
    for article in await _load(session, plan.gone):
        content = convert.to_file(article).model_copy(update={"status": "withdrawn"})
        revision = store.begin(content, Origin.FILE, store.FILES)
        revision.note, revision.base_number = _GONE, article.revision
        session.add(revision)
        store.place(article, revision, plan.known[article.id].last_number + 1, version)
        plan.report.removed += 1


async def _known(session: AsyncSession) -> dict[str, _Known]:
    """Return every article with the origin and the fingerprints of what it is, without its texts."""
    now, before = aliased(ArticleRevision), aliased(ArticleRevision)
    last = select(ArticleRevision.article_id, func.max(ArticleRevision.number).label("number"))
    numbers = last.group_by(ArticleRevision.article_id).subquery()
    rows = await session.execute(
        select(
            Article.id,
            Article.status,
            Article.revision,
            func.coalesce(numbers.c.number, 0).label("last"),
            now.origin,
            now.in_files,
            now.fingerprint,
            before.origin.label("origin_before"),
            before.in_files.label("in_files_before"),
            before.fingerprint.label("fingerprint_before"),
        )
        .outerjoin(now, (now.article_id == Article.id) & (now.number == Article.revision))
        .outerjoin(before, (before.article_id == Article.id) & (before.number == now.base_number))
        .outerjoin(numbers, numbers.c.article_id == Article.id)
    )
    return {row.id: _what(row) for row in rows}


def _what(row: Any) -> _Known:
    """Tell what an article is; without a revision, from before those were kept, it came from a file."""
    origin, in_files, fingerprints = row.origin or Origin.FILE, bool(row.in_files), {row.fingerprint}
    if origin is Origin.EXPIRY:
        origin, in_files = row.origin_before or Origin.FILE, bool(row.in_files or row.in_files_before)
        fingerprints.add(row.fingerprint_before)
    return _Known(row.status, row.revision, row.last, origin, in_files, frozenset(fingerprints))


async def _seen(session: AsyncSession) -> set[tuple[str, str]]:
    """Return what the desk went on from, or decided against, as pairs of article and fingerprint."""
    decided = (ArticleRevision.state == State.DISCARDED) & (ArticleRevision.origin == Origin.FILE)
    by_desk = select(ArticleRevision.article_id).where(ArticleRevision.origin != Origin.FILE)
    rows = await session.execute(
        select(ArticleRevision.article_id, ArticleRevision.fingerprint).where(
            ((ArticleRevision.state == State.PUBLISHED) & ArticleRevision.article_id.in_(by_desk)) | decided
        )
    )
    return {(article_id, fingerprint) for article_id, fingerprint in rows}


async def _load(session: AsyncSession, ids: Collection[str]) -> list[Article]:
    found: list[Article] = []
    for some in batched(ids, _AT_A_TIME, strict=False):
        wanted = select(Article).where(Article.id.in_(some)).execution_options(populate_existing=True)
        found += await session.scalars(wanted)
    return found
