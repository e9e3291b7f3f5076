"""The page with the form of an article, whatever it is opened for and whatever became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Self

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from channels.desk.articles import words
from channels.desk.articles.body import body
from channels.desk.articles.checking import LONGEST_DETAILS, problems
from channels.desk.articles.form import Typed
from channels.desk.articles.frame import PATH, article_path, revision_path, show
from channels.desk.guard import Visit
from knowledge import convert
from knowledge.curation import service
from knowledge.curation.models import OPEN, ArticleRevision
from knowledge.models import Article
from knowledge.service import owners

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Draft:
    """What the form is opened on: nothing yet, an article as it is published, or a saved draft.

    ``base_number`` and ``changed_at`` say what the editor saw, so that nobody saves over what is newer.
    """

    article_id: str = ""
    revision_id: int | None = None
    base_number: int | None = None
    changed_at: str = ""

    @property
    def action(self) -> str:
        """The address to which the form is sent."""
        if self.revision_id is not None:
            return f"{revision_path(self.article_id, self.revision_id)}/edit"
        return article_path(self.article_id) if self.article_id else f"{PATH}/new"

    @property
    def opened_at(self) -> datetime | None:
        """When the draft was saved last, as the editor saw it; what is unreadable was never so."""
        if self.revision_id is None:
            return None
        try:
            moment = datetime.fromisoformat(self.changed_at)
        except ValueError:
            return _NEVER
        return moment if moment.tzinfo else _NEVER

    def seen(self, base_number: str, changed_at: str) -> Self:
        """Take over what the form says that the editor saw."""
        number = int(base_number) if base_number.isascii() and base_number.isdigit() else None
        if self.article_id and number is None and self.revision_id is None:
            number = 0  # of an article that exists there is always a version that somebody saw
        return replace(self, base_number=number, changed_at=changed_at)


@dataclass(frozen=True)
class Outcome:
    """What became of the form: what is wrong with it, and where the cursor goes."""

    errors: Mapping[str, str] = field(default_factory=dict)
    """Why it was not saved, at each control."""
    refusal: str = ""
    unfinished: bool = False
    """Whether it was saved but not offered."""
    focus: str = ""
    note: str = ""


def of_article(article: Article) -> tuple[Draft, Typed]:
    """Open the form on a published article."""
    draft = Draft(article_id=article.id, base_number=article.revision)
    return draft, Typed.of(convert.to_file(article))


def of_revision(revision: ArticleRevision) -> tuple[Draft, Typed]:
    """Open the form on a draft."""
    draft = Draft(
        article_id=revision.article_id,
        revision_id=revision.id,
        base_number=revision.base_number,
        changed_at=revision.changed_at.isoformat(),
    )
    return draft, Typed.of(revision.draft)


async def show_form(visit: Visit, draft: Draft, typed: Typed, outcome: Outcome | None = None) -> Response:
    """Show the form with everything typed; what was refused makes it status 400."""
    outcome = outcome or Outcome()
    todo = problems(typed, visit.services.library.areas) if draft.revision_id is not None else {}
    async with visit.services.database.reading() as session:
        article = await session.get(Article, draft.article_id) if draft.article_id else None
        history = await service.history(session, draft.article_id) if draft.article_id else []
        revision = next((each for each in history if each.id == draft.revision_id), None)
        keepers = await _owners(session, typed)
    context = {
        "draft": draft,
        "typed": typed,
        "body": body(typed, visit.services),
        "outcome": outcome,
        "errors": outcome.errors or todo,
        "mark": "Fout" if outcome.errors else "Nog te doen",
        "note": outcome.note or _own_note(revision),
        "article": article,
        "others": [each for each in history if each.state in OPEN and each.id != draft.revision_id],
        "revision": revision,
        "owners": keepers,
        "longest_details": LONGEST_DETAILS,
    }
    wrong = bool(outcome.errors or outcome.refusal or outcome.unfinished)
    return await show(visit, "article_edit.html", context, 400 if wrong else 200)


def _own_note(revision: ArticleRevision | None) -> str:
    """Return what the author said to the second editor, as long as that one said nothing."""
    return revision.note if revision and not revision.reviewer_name else ""


async def _owners(session: AsyncSession, typed: Typed) -> dict[str, str]:
    """Return the roles that may own an article: the usual ones, and those in use."""
    keys = {*words.OWNERS, *await owners(session), typed.owner} - {""}
    return {key: words.owner_name(key) for key in sorted(keys)}
