"""Posts ticket events to one address, signed so that the receiver can trust and date them."""

import json
from typing import Any

import httpx
from standardwebhooks import Webhook

from handoff.models import Ticket, TicketEvent
from handoff.outbox import Deliverer, Entry, RetryLaterError, UndeliverableError
from kit import clock
from kit.database import Database
from kit.trust import authorities

TIMEOUT = 15.0  # seconds
_GONE = 410


def webhook_deliverer(database: Database, url: str, secret: str) -> Deliverer:
    """Return what posts an event: no name, no address, no word of the question; the desk has those.

    The id of the call is the key of the entry, the same at every attempt, so that a receiver can drop a
    second one. The signature holds the time, so that a receiver can refuse an old one.
    """
    signer = Webhook(secret)

    async def deliver(entry: Entry) -> None:
        async with database.reading() as session:
            event = await session.get(TicketEvent, entry.payload["event"])
            ticket = await session.get(Ticket, event.ticket_id) if event else None
        if event and ticket:  # erased meanwhile: there is nothing to tell
            await _post(url, signer, entry.key, json.dumps(_body(ticket, event)))

    return deliver


def _body(ticket: Ticket, event: TicketEvent) -> dict[str, Any]:
    return {
        "type": f"ticket.{event.kind.value}",
        "timestamp": event.at.isoformat(),
        "data": {
            "reference": ticket.reference,
            "status": ticket.status.value,
            "gemeente": ticket.gemeente,
            "topic": ticket.topic,
            "accountManager": ticket.account_manager_id,
            "dueAt": ticket.due_at.isoformat(),
        },
    }


async def _post(url: str, signer: Webhook, key: str, body: str) -> None:
    sent = clock.now()
    headers = {
        "content-type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(int(sent.timestamp())),
        "webhook-signature": signer.sign(key, sent, body),
    }
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT, verify=authorities()) as http:
            answer = await http.post(url, content=body, headers=headers)
    except httpx.HTTPError as error:
        raise RetryLaterError(f"de webhook antwoordt niet: {type(error).__name__}") from None
    if answer.status_code == _GONE:
        raise UndeliverableError("de ontvanger van de webhook is er niet meer (410)")
    if not answer.is_success:
        raise RetryLaterError(f"de webhook gaf fout {answer.status_code}")
