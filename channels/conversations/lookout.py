"""Makes up for signals that got lost: one look at the database for everybody who watches.

A signal can get lost between gateways, and a process without Redis sends none. If each watcher looked for
itself, a thousand of them would ask a hundred questions a second.
"""

import asyncio
import logging
from itertools import batched

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from channels.conversations.hub import INBOX, Hub
from channels.conversations.models import Conversation
from handoff.models import TicketEvent
from kit.database import Database

logger = logging.getLogger(__name__)

LOOK_EVERY = 5.0  # seconds
_AT_ONCE = 500

type State = tuple[object, ...] | None

_STATE = (
    Conversation.id,
    Conversation.last_position,
    Conversation.handovers,
    Conversation.read_by_entrepreneur,
    Conversation.read_by_account_manager,
)


class Lookout:
    """Compares what is watched with what it was at the last look."""

    def __init__(self, database: Database, hub: Hub) -> None:
        """Begin without having looked."""
        self._database = database
        self._hub = hub
        self._seen: dict[str, State] = {}

    async def watch(self) -> None:
        """Look every few seconds until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except SQLAlchemyError as error:
                logger.warning("the conversations could not be looked at: %s", type(error).__name__)

    async def look(self) -> None:
        """Wake who watches a conversation that changed, or that is looked at for the first time."""
        now = await self._states(self._hub.topics())
        for topic, state in now.items():
            if topic not in self._seen or self._seen[topic] != state:
                self._hub.wake(topic)
        self._seen = now

    async def _states(self, topics: list[str]) -> dict[str, State]:
        """Return the state of every topic; of a conversation that was erased there is none."""
        found: dict[str, State] = dict.fromkeys(topics)
        async with self._database.reading() as session:
            for some in batched(topics, _AT_ONCE, strict=False):
                rows = await session.execute(select(*_STATE).where(Conversation.id.in_(some)))
                found |= {row.id: tuple(row) for row in rows}
            if INBOX in found:
                found[INBOX] = (await session.scalar(select(func.max(TicketEvent.id))),)
        return found
