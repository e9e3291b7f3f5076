"""What waits for an editor."""

from fastapi import APIRouter, Response

from channels.desk.articles.door import DraftsVisit
from channels.desk.articles.frame import show, size
from channels.desk.pages import DeskRoute
from kit import clock
from knowledge.curation.listing import worklist

router = APIRouter(route_class=DeskRoute)


@router.get("/worklist")
async def show_worklist(visit: DraftsVisit) -> Response:
    """Show everything that waits, what waits longest first."""
    async with visit.services.database.reading() as session:
        work = await worklist(session, clock.today())
    revisions = (*work.in_review, *work.conflicts, *work.drafts)
    titles = {each.id: each.draft.title or each.article_id for each in revisions}
    return await show(visit, "worklist.html", {"work": work, "titles": titles, "todo": size(work)})
