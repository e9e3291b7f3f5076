"""What every page for editors shows around its own content."""

from collections.abc import Mapping
from typing import Any

from fastapi import Response

from channels.desk.articles import words
from channels.desk.guard import Visit
from channels.desk.pages import page
from kit import clock
from knowledge.curation.listing import SOON, Worklist, worklist
from knowledge.curation.models import State
from knowledge.topics import TOPICS

PATH = "/desk/articles"
WORKLIST = "/desk/worklist"
WRITABLE = (State.DRAFT, State.IN_REVIEW, State.REJECTED)
"""The states in which the form of a revision can be opened; a conflict is chosen, not written."""

# What a page says after a form was sent; the address bar carries the key only.
NOTICES = {
    "saved": "Uw concept is bewaard. Ondernemers zien het nog niet.",
    "offered": "Het concept is aangeboden. Een andere redacteur kan het nu bekijken en publiceren.",
    "published": "Gepubliceerd. Binnen vijf seconden geeft Voordeur dit antwoord.",
    "rejected": "Het concept is teruggestuurd, met uw toelichting.",
    "discarded": "Het concept is weggelegd. U vindt het nog in de geschiedenis.",
    "kept": "De tekst van de desk blijft. Het verschil met het bestand staat niet meer op de werklijst.",
    "withdrawn": "Het artikel is ingetrokken. Binnen vijf seconden geeft Voordeur het niet meer.",
    "rolled-back": "Er is een concept gemaakt met de tekst van toen. Ondernemers zien het nog niet.",
    "rebased": "U gaat verder met uw concept. Kijk het nog eens na en bied het opnieuw aan.",
}


def article_path(article_id: str) -> str:
    """Return the address of an article at the desk."""
    return f"{PATH}/{article_id}"


def revision_path(article_id: str, revision_id: int) -> str:
    """Return the address of a revision at the desk."""
    return f"{PATH}/{article_id}/revisions/{revision_id}"


def size(work: Worklist) -> int:
    """Count what waits for an editor; drafts wait for their author only."""
    revisions, rows = (work.in_review, work.conflicts), (work.review_due, work.expires_soon, work.expired)
    return sum(map(len, revisions)) + sum(map(len, rows))


async def show(visit: Visit, template: str, context: Mapping[str, Any], status: int = 200) -> Response:
    """Show a page for editors: with the size of the worklist, and with the words that its forms use."""
    shared: dict[str, Any] = {
        "areas": visit.services.library.areas,
        "topics": TOPICS,
        "words": words,
        "today": clock.today(),
        "soon": SOON,
        "notice": NOTICES.get(visit.request.query_params.get("notice", ""), ""),
    }
    if visit.entry.sees_drafts and "todo" not in context:
        async with visit.services.database.reading() as session:
            shared["todo"] = size(await worklist(session, clock.today()))
    return page(visit.request, template, shared | dict(context), status)
