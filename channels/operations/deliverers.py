"""Who delivers which kind of outbox entry."""

from channels.conversations.models import Conversation
from channels.mail.deliverer import mail_deliverer
from channels.services import Services
from handoff.models import Ticket
from handoff.notices import EMAIL
from handoff.open_klant.announcement import OPEN_KLANT
from handoff.open_klant.deliverer import open_klant_deliverer
from handoff.open_klant.registration import Office
from handoff.outbox import Deliverer
from handoff.webhook.announcement import WEBHOOK
from handoff.webhook.deliverer import webhook_deliverer

_CHANNELS = {"web": "website", "whatsapp": "WhatsApp", "telegram": "Telegram"}


def deliverers(services: Services) -> dict[str, Deliverer]:
    """Return the deliverers by kind of entry; what is not set up has none."""
    messengers = services.messengers
    return {
        EMAIL: mail_deliverer(services),
        **dict.fromkeys(messengers.adapters, messengers.deliver),
        **_integrations(services),
    }


def _integrations(services: Services) -> dict[str, Deliverer]:
    """Return the deliverers to systems of the municipality."""
    settings, found = services.settings, dict[str, Deliverer]()
    if settings.open_klant_url:
        office = Office(settings.open_klant_department, f"{settings.base_url}/desk")
        found[OPEN_KLANT] = open_klant_deliverer(
            services.database,
            settings.open_klant_url,
            settings.open_klant_token,
            office,
            lambda ticket: _channel_of(services, ticket),
        )
    if settings.webhook_url:
        found[WEBHOOK] = webhook_deliverer(services.database, settings.webhook_url, settings.webhook_secret)
    return found


async def _channel_of(services: Services, ticket: Ticket) -> str:
    """Name the channel of a ticket in Dutch; of a conversation that was erased it is the website."""
    async with services.database.reading() as session:
        conversation = await session.get(Conversation, ticket.conversation_id or "")
    channel = conversation.channel if conversation else "web"
    return _CHANNELS.get(channel, channel)
