"""What the assistant remembers of a conversation, kept in our database and not in Rasa.

So a Rasa that dies takes nothing with it: the gemeente and a half-filled hand-off are still here.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel
from sqlalchemy import Insert, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from assistant.actions.models import MemoryRow
from kit import clock
from knowledge.checks.schemas import Value
from knowledge.search.words import DUTCH

Step = Literal["gemeente", "name", "contact", "question", "consent", "summary"]
Pending = Literal["gemeente", "article", "need", "hand-off", "delete"]


class HandOffDraft(BaseModel):
    """A hand-off that is being filled in."""

    step: Step
    begun_at: Step = "gemeente"
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    question: str | None = None
    topic: str | None = None
    consent_at: datetime | None = None
    consent_to: str | None = None
    consent_text: str = ""
    """What was asked last: consent for whom, and in which words."""
    refusals: int = 0
    told_hours: bool = False
    """Whether it was said that nobody is there now, if so."""


class CheckDraft(BaseModel):
    """A guided check that is being filled in; when nothing is asked, it is done or waits for a hand-off.

    `order` holds the answered questions, the last one at the end. `picked` are the options chosen so far
    for a question that takes several.
    """

    check: str
    answers: dict[str, Value] = {}
    order: list[str] = []
    asked: str | None = None
    picked: list[str] = []
    failures: int = 0


class Memory(BaseModel):
    """Everything a later turn may need of the earlier ones."""

    language: str = DUTCH
    gemeente: str | None = None
    gemeente_asked: bool = False
    topic: str | None = None
    question: str | None = None
    about: str | None = None
    """The last question that stood on its own: a short next one goes on with it."""
    second: str | None = None
    """What was asked besides, in one message with the question, and is still to be answered."""
    second_topic: str | None = None
    failures: int = 0
    """How many turns in a row ended in a clarification or in not knowing."""
    article_id: str | None = None
    answered_with: str | None = None
    alternatives: list[str] = []
    clarified: list[list[str]] = []
    pending: Pending | None = None
    hand_off: HandOffDraft | None = None
    check: CheckDraft | None = None
    ticket_reference: str | None = None
    missed: str | None = None
    """The last question that was recorded as a gap, so that it counts once."""


# Made once: SQLAlchemy takes longer to make and recognise a statement than SQLite takes to execute it.
_LOAD = select(MemoryRow.content).where(MemoryRow.conversation_id == bindparam("conversation_id"))


def _upsert(insert: postgresql.Insert | sqlite.Insert) -> Insert:
    new = {name: insert.excluded[name] for name in ("content", "updated_at")}
    return insert.on_conflict_do_update(index_elements=[MemoryRow.conversation_id], set_=new)


_SAVE = {
    "sqlite": _upsert(sqlite.insert(MemoryRow)),
    "postgresql": _upsert(postgresql.insert(MemoryRow)),
}


async def load_memory(session: AsyncSession, conversation_id: str) -> Memory:
    """Return what is remembered of a conversation; nothing yet is an empty memory."""
    content = await session.scalar(_LOAD, {"conversation_id": conversation_id})
    return Memory.model_validate(content) if content else Memory()


async def save_memory(session: AsyncSession, conversation_id: str, memory: Memory) -> None:
    """Remember this for the next turn, in one statement: looking whether there is a row would be another."""
    now = {"content": memory.model_dump(mode="json"), "updated_at": clock.now()}
    save = _SAVE[session.get_bind().dialect.name]
    await session.execute(save, {"conversation_id": conversation_id, **now})


async def erase_memory(session: AsyncSession, conversation_id: str) -> None:
    """Forget a conversation."""
    await session.execute(delete(MemoryRow).where(MemoryRow.conversation_id == conversation_id))
