"""Who delivers which kind of outbox entry."""

from channels.mail.deliverer import mail_deliverer
from channels.services import Services
from handoff.notices import EMAIL
from handoff.outbox import Deliverer


def deliverers(services: Services) -> dict[str, Deliverer]:
    """Return the deliverers by kind of entry."""
    messengers = services.messengers
    return {
        EMAIL: mail_deliverer(services),
        **dict.fromkeys(messengers.adapters, messengers.deliver),
    }
