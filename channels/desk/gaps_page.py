"""The pages of the open questions: the list of groups, and one group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Response
from starlette.datastructures import FormData

from channels.conversations.text import clean
from channels.desk.articles.frame import show
from channels.desk.guard import Visit
from knowledge.gaps import repository, service
from knowledge.gaps.models import GapQuestion, Reason
from knowledge.gaps.schemas import Filters, GroupView
from knowledge.search.prior import Prior
from knowledge.search.verdict import Hit

PATH = "/desk/gaps"
LONGEST_NOTE = 1_000
MOST_GROUPS = 100
_NEAREST = 5

NOTICES = {
    "settled": "De vragen zijn van de lijst. Komt zo'n vraag nog eens, dan staan ze er weer.",
    "unlearned": "Bij de volgende training leert de assistent niet meer van deze zin.",
}


@dataclass(frozen=True)
class Entry:
    """A question as often as it was asked in the same words; its id is that of the newest."""

    id: int
    text: str
    count: int
    last_on: date
    reasons: Sequence[Reason]
    gemeenten: Sequence[str]
    article_ids: Sequence[str]


@dataclass(frozen=True)
class Chosen:
    """What an editor filled in on the page of a group."""

    do: str = ""
    questions: frozenset[str] = frozenset()
    article: str = ""
    other: str = ""
    note: str = ""
    learn: bool = False

    @classmethod
    def read(cls, form: FormData) -> "Chosen":
        """Take what a browser sent."""
        values = {name: clean(str(form.get(name, ""))) for name in ("do", "article", "other", "note")}
        values["note"] = values["note"][:LONGEST_NOTE]
        asked = frozenset(str(value) for value in form.getlist("question"))
        return cls(**values, questions=asked, learn="learn" in form)

    @property
    def article_id(self) -> str:
        """The article that was typed, or else the one that was chosen."""
        return self.other or self.article


async def show_list(visit: Visit, filters: Filters, period: str, periods: dict[str, str]) -> Response:
    """Show the groups that pass the filters, and what the assistant may learn from."""
    async with visit.services.database.reading() as session:
        views = await service.list_groups(session, filters)
        lessons = await repository.lessons(session)
    context = {
        "views": views[:MOST_GROUPS],
        "total": len(views),
        "lessons": lessons,
        "filters": filters,
        "period": period,
        "periods": periods,
        "reasons": Reason,
        "days": visit.services.settings.gap_days,
        "notice": NOTICES.get(visit.request.query_params.get("notice", ""), ""),
    }
    return await show(visit, "gaps.html", context)


async def show_group(visit: Visit, group_id: int, chosen: Chosen | None = None, error: str = "") -> Response:
    """Show a group with its questions and the articles nearest to them; an error makes it status 400.

    Raises:
        UnknownGapError: there is no such group.
    """
    async with visit.services.database.reading() as session:
        view = await service.get_group(session, group_id)
    listed = entries(view.questions)
    context = {
        "view": view,
        "entries": listed,
        "nearest": _nearest(visit, view),
        "chosen": chosen or Chosen(questions=frozenset(str(each.id) for each in listed)),
        "error": error,
        "longest": LONGEST_NOTE,
    }
    return await show(visit, "gaps_group.html", context, 400 if error else 200)


def entries(questions: Sequence[GapQuestion]) -> list[Entry]:
    """Put the same words together; the questions come newest first, and so do the entries."""
    texts: dict[str, list[GapQuestion]] = {}
    for question in questions:
        texts.setdefault(question.text, []).append(question)
    return [_entry(same) for same in texts.values()]


def _entry(same: Sequence[GapQuestion]) -> Entry:
    return Entry(
        same[0].id,
        same[0].text,
        len(same),
        same[0].asked_on,
        list(dict.fromkeys(each.reason for each in same)),
        list(dict.fromkeys(each.gemeente for each in same if each.gemeente)),
        list(dict.fromkeys(each.article_id for each in same if each.article_id)),
    )


def _nearest(visit: Visit, view: GroupView) -> list[Hit]:
    topic = next(iter(view.topics), None)
    return visit.services.library.index.rank(view.example, prior=Prior.known(topic), limit=_NEAREST)
