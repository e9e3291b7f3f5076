"""A tracker store that keeps nothing, so that no conversation is ever stored in two places."""

from typing import Any, Iterable, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class ForgetfulTrackerStore(TrackerStore):
    """Every turn starts fresh: what must be remembered is the gateway's memory of the conversation."""

    def __init__(
        self,
        domain: Domain,
        host: Optional[str] = None,
        event_broker: Optional[EventBroker] = None,
        **kwargs: Any,
    ) -> None:
        """Take what Rasa passes to any store; there is no host to connect to."""
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Let the tracker go."""

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Remember nobody."""
        return None

    async def keys(self) -> Iterable[str]:
        """List nobody."""
        return []
