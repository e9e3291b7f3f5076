"""The questions without a good answer, and what an editor does with them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.text import is_visible
from channels.desk.articles.door import DraftsVisit, EditorVisit, editor, number
from channels.desk.articles.edit_routes import MOST_PHRASINGS
from channels.desk.articles.frame import PATH as ARTICLES
from channels.desk.articles.frame import revision_path
from channels.desk.errors import PageError
from channels.desk.gaps_page import PATH, Chosen, entries, show_group, show_list
from channels.desk.guard import Visit
from channels.desk.pages import DeskRoute, go_to
from kit import clock
from knowledge.curation.errors import CurationError
from knowledge.gaps import repository, service
from knowledge.gaps.models import Outcome, Reason
from knowledge.gaps.schemas import Filters, GroupView
from knowledge.gaps.service import GapError, UnknownGapError
from knowledge.topics import TOPICS

PERIODS = {"7": "afgelopen week", "30": "afgelopen 30 dagen", "90": "afgelopen 90 dagen"}

_NO_QUESTION = "Kies eerst een of meer vragen."
_NO_ARTICLE = "Kies een artikel, of typ het id van een ander artikel."
_NO_NOTE = "Schrijf in een paar woorden waarom dit niet voor Voordeur is."
_UNKNOWN_ACTION = "Kies wat u met deze vragen wilt doen."

router = APIRouter(prefix="/gaps", route_class=DeskRoute)


class GapNotFoundError(PageError):
    """There is no such group, or it is past its retention."""

    status = 404


async def _gap_id(gap_id: str) -> int:
    return number(gap_id)


async def _lesson_id(lesson_id: str) -> int:
    return number(lesson_id)


GapId = Annotated[int, Depends(_gap_id)]
LessonId = Annotated[int, Depends(_lesson_id)]


@router.get("")
async def list_gaps(
    visit: DraftsVisit,
    reason: Annotated[str, Query()] = "",
    topic: Annotated[str, Query()] = "",
    gemeente: Annotated[str, Query()] = "",
    period: Annotated[str, Query()] = "",
    settled: Annotated[str, Query()] = "",
) -> Response:
    """List the groups, the largest first; a filter that does not exist is none."""
    await _assign(visit)
    filters = Filters(
        reason=reason if reason in set(Reason) else None,
        topic=topic if topic in TOPICS else None,
        gemeente=gemeente if visit.services.library.areas.is_gemeente(gemeente) else None,
        since=clock.today() - timedelta(days=int(period)) if period in PERIODS else None,
        settled=bool(settled),
    )
    return await show_list(visit, filters, period, PERIODS)


@router.get("/{gap_id}")
async def open_group(gap_id: GapId, visit: DraftsVisit) -> Response:
    """Show one group."""
    try:
        return await show_group(visit, gap_id)
    except UnknownGapError as error:
        raise GapNotFoundError(str(error)) from None


@router.post("/{gap_id}")
async def act(gap_id: GapId, visit: EditorVisit) -> Response:
    """Do what the button in the form asked for; what was filled in stays when that cannot be done."""
    chosen = Chosen.read(await visit.request.form())
    try:
        async with visit.services.database.transaction() as session:
            view = await service.get_group(session, gap_id)
            return await _ACTIONS.get(chosen.do, _unknown)(session, visit, view, chosen)
    except UnknownGapError as error:
        raise GapNotFoundError(str(error)) from None
    except (GapError, CurationError) as error:
        return await show_group(visit, gap_id, chosen, str(error))


@router.post("/lessons/{lesson_id}/remove")
async def remove_lesson(lesson_id: LessonId, visit: EditorVisit) -> Response:
    """Take back that the assistant may learn from a sentence."""
    async with visit.services.database.transaction() as session:
        await service.unlearn(session, lesson_id)
    return go_to(PATH, notice="unlearned")


async def _assign(visit: Visit) -> None:
    async with visit.services.database.reading() as session:
        waiting = await repository.any_ungrouped(session)
    if waiting:
        async with visit.services.database.transaction() as session:
            await service.assign(session, visit.services.library.areas)


async def _write_article(_session: AsyncSession, _visit: Visit, view: GroupView, chosen: Chosen) -> Response:
    """Open the form of a new article; the group stays until an editor closes it."""
    texts = _texts(view, chosen)
    # Their ids, for what people asked does not belong in an address.
    asked = [("question", each.id) for each in entries(view.questions) if each.text in texts]
    places = {each.gemeente for each in view.questions if each.text in texts}
    known = {"topic": next(iter(view.topics), None), "area": places.pop() if len(places) == 1 else None}
    filled = [(name, value) for name, value in known.items() if value]
    return go_to(f"{ARTICLES}/new?{urlencode([*asked[:MOST_PHRASINGS], *filled])}")


async def _add_phrasings(session: AsyncSession, visit: Visit, view: GroupView, chosen: Chosen) -> Response:
    texts = _texts(view, chosen)
    if not chosen.article_id:
        raise GapError(_NO_ARTICLE)
    draft = await service.add_phrasings(session, editor(visit), view.group.id, chosen.article_id, texts)
    return go_to(f"{revision_path(draft.article_id, draft.id)}/edit", notice="saved")


async def _out_of_scope(session: AsyncSession, visit: Visit, view: GroupView, chosen: Chosen) -> Response:
    if not is_visible(chosen.note):
        raise GapError(_NO_NOTE)
    learn = _texts(view, chosen) if chosen.learn else ()
    await service.mark_out_of_scope(session, editor(visit), view.group.id, chosen.note, learn)
    return go_to(PATH, notice="settled")


async def _dismiss(session: AsyncSession, visit: Visit, view: GroupView, chosen: Chosen) -> Response:
    await service.settle(session, editor(visit), view.group.id, Outcome.DISMISSED, chosen.note)
    return go_to(PATH, notice="settled")


async def _unknown(_session: AsyncSession, _visit: Visit, _view: GroupView, _chosen: Chosen) -> Response:
    raise GapError(_UNKNOWN_ACTION)


def _texts(view: GroupView, chosen: Chosen) -> Sequence[str]:
    texts = [each.text for each in entries(view.questions) if str(each.id) in chosen.questions]
    if not texts:
        raise GapError(_NO_QUESTION)
    return texts


_ACTIONS: dict[str, Callable[[AsyncSession, Visit, GroupView, Chosen], Awaitable[Response]]] = {
    "article": _write_article,
    "phrasing": _add_phrasings,
    "out-of-scope": _out_of_scope,
    "dismiss": _dismiss,
}
