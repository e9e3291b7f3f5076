"""The gaps: recording them, grouping them, and what editors do with a group. Nothing here commits."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from kit import clock
from knowledge import convert
from knowledge.areas import Areas
from knowledge.curation.models import ArticleRevision
from knowledge.curation.service import Editor, save_draft
from knowledge.errors import KnowledgeError
from knowledge.gaps import repository
from knowledge.gaps.grouping import place
from knowledge.gaps.masking import mask, unmarked
from knowledge.gaps.models import GapGroup, GapLesson, GapQuestion, Outcome, Reason
from knowledge.gaps.schemas import Filters, Gap, GroupView
from knowledge.models import Article
from knowledge.sameness import bare

LONGEST_PHRASING = 500
"""Characters that a question of an article may have."""
_AT_ONCE = 500
"""Questions that are placed in one go: each is compared with all others."""


class GapError(KnowledgeError):
    """An editor cannot do this with a group; the message is a sentence for that editor."""


class UnknownGapError(GapError):
    """There is no such group (any more)."""


async def record(session: AsyncSession, gap: Gap) -> None:
    """Keep a question, masked; what has no word in it is no question."""
    text = mask(gap.text)
    if not bare(unmarked(text)):
        return
    session.add(
        GapQuestion(
            text=text,
            reason=gap.reason,
            topic=gap.topic,
            gemeente=gap.gemeente,
            article_id=gap.article_id,
            asked_on=clock.today(),
        )
    )
    await session.flush()


async def assign(session: AsyncSession, areas: Areas) -> int:
    """Give the questions that came in since the last time a group; return how many.

    A settled group that gets one waits for an editor again. Safe to run in several processes.
    The same question about another place belongs to the same group.
    """
    placed = 0
    while new := await repository.ungrouped_to_change(session, _AT_ONCE):
        known = await repository.grouped(session)
        for aside in (False, True):  # what is not for Voordeur stays apart
            await _place(session, areas, _kind(new, aside), _kind(known, aside))
        placed += len(new)
    return placed


async def list_groups(session: AsyncSession, filters: Filters) -> list[GroupView]:
    """Return the groups with a question that passes the filters: most such questions first, then newest."""
    views = [_view(group, filters) for group in await repository.groups(session)]
    wanted = [
        view for view in views if view.questions and (view.group.outcome is not None) == filters.settled
    ]
    return sorted(wanted, key=lambda view: (-len(view.questions), -view.last_on.toordinal(), view.group.id))


async def get_group(session: AsyncSession, group_id: int) -> GroupView:
    """Return a group with all its questions, the newest first.

    Raises:
        UnknownGapError: there is none, or its questions are past their retention.
    """
    found = await repository.groups(session, [group_id])
    if not found or not found[0].questions:
        raise UnknownGapError("Deze vragen zijn er niet meer.")
    return _view(found[0], Filters())


async def settle(
    session: AsyncSession, editor: Editor, group_id: int, outcome: Outcome, note: str = ""
) -> GroupView:
    """Take a group off the list, until somebody asks the like again.

    Raises:
        UnknownGapError: there is no such group.
    """
    view = await get_group(session, group_id)
    group = view.group
    group.outcome, group.note, group.settled_by, group.settled_on = outcome, note, editor.name, clock.today()
    await session.flush()
    return view


async def add_phrasings(
    session: AsyncSession, editor: Editor, group_id: int, article_id: str, texts: Sequence[str]
) -> ArticleRevision:
    """Make a draft of an article with more phrasings, and settle the group; the review is the normal one.

    Raises:
        GapError: there is no such article, a phrasing is too long, or the article has them all.
        UnknownGapError: there is no such group.
    """
    article = await session.get(Article, article_id)
    if article is None:
        raise GapError(
            "Dit artikel bestaat niet. Kies een artikel uit de lijst, of typ het id van een ander."
        )
    content = convert.to_file(article)
    added = as_phrasings(texts, content.questions)
    if not added:
        raise GapError("Deze vragen staan al bij dit artikel.")
    changed = content.model_copy(update={"questions": (*content.questions, *added)})
    await settle(session, editor, group_id, Outcome.PHRASING, article_id)
    return await save_draft(session, editor, changed, base_number=article.revision)


def as_phrasings(texts: Sequence[str], present: Sequence[str] = ()) -> list[str]:
    """Return the texts that are not present yet, without the notes of what was masked.

    Raises:
        GapError: one is too long for an article.
    """
    added: dict[str, str] = {}
    for text in map(unmarked, texts):
        if len(text) > LONGEST_PHRASING:
            raise GapError(f"Een vraag bij een artikel is hooguit {LONGEST_PHRASING} tekens lang.")
        if bare(text) and bare(text) not in map(bare, present):
            added.setdefault(bare(text), text)
    return list(added.values())


async def mark_out_of_scope(
    session: AsyncSession, editor: Editor, group_id: int, note: str, learn: Sequence[str] = ()
) -> None:
    """Settle a group as not for Voordeur; the assistant learns from the given questions, and no others.

    Raises:
        UnknownGapError: there is no such group.
    """
    await settle(session, editor, group_id, Outcome.OUT_OF_SCOPE, note)
    known = {bare(lesson.text) for lesson in await repository.lessons(session)}
    for text in map(unmarked, learn):
        if bare(text) and bare(text) not in known:
            known.add(bare(text))
            session.add(GapLesson(text=text, allowed_by=editor.name, allowed_on=clock.today()))
    await session.flush()


async def unlearn(session: AsyncSession, lesson_id: int) -> None:
    """Keep the assistant from learning from a sentence at the next training."""
    await session.execute(delete(GapLesson).where(GapLesson.id == lesson_id))


async def purge(session: AsyncSession, before: date) -> int:
    """Delete the questions from before a day; return how many. What the assistant learns from stays."""
    return await repository.delete_before(session, before)


def _kind(questions: Collection[GapQuestion], aside: bool) -> list[GapQuestion]:
    return [question for question in questions if (question.reason is Reason.OUT_OF_SCOPE) == aside]


async def _place(
    session: AsyncSession, areas: Areas, new: Sequence[GapQuestion], known: Sequence[GapQuestion]
) -> None:
    labels = [question.group_id or 0 for question in known]
    first = max(labels, default=0) + 1
    asked, before = ([_about(each, areas) for each in some] for some in (new, known))
    given = await asyncio.to_thread(place, asked, before, labels, first)
    groups = {group.id: group for group in await repository.groups(session, set(labels) & set(given))}
    for label in sorted(set(given)):
        if label not in groups:
            groups[label] = GapGroup()
            session.add(groups[label])
    await session.flush()
    for question, label in zip(new, given, strict=True):
        question.group_id, groups[label].outcome = groups[label].id, None
    await session.flush()


def _about(question: GapQuestion, areas: Areas) -> str:
    said = unmarked(question.text)
    return areas.without_places(said).strip() or said


def _view(group: GapGroup, filters: Filters) -> GroupView:
    return GroupView(group, [question for question in group.questions if filters.passes(question)])
