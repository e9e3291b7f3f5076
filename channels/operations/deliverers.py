"""Who delivers which kind of outbox entry."""

from channels.services import Services
from handoff.outbox import Deliverer


def deliverers(services: Services) -> dict[str, Deliverer]:
    """Return the deliverers by kind of entry."""
    return {}
