"""What a ticket looks like to a reader: its deadline, its history and its conversation in Dutch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.conversations.models import Message
from handoff.models import Ticket, TicketEvent
from handoff.status import ENTREPRENEUR, EventKind, TicketStatus
from kit import clock

# Once somebody has answered, the promised time no longer runs.
_RUNNING = {TicketStatus.NEW, TicketStatus.IN_PROGRESS}

# What a page says after a form was sent; the address bar carries the key only.
NOTICES = {
    "view-saved": "De weergave is bewaard.",
    "view-removed": "De weergave is weg.",
    "claimed": "U heeft deze vraag opgepakt.",
    "assigned": "De vraag is toegewezen.",
    "offered": "Uw collega krijgt bericht. De vraag blijft van u tot uw collega haar aanneemt.",
    "accepted": "U hebt de vraag overgenomen.",
    "declined": "U hebt de vraag niet overgenomen. Uw collega leest waarom.",
    "withdrawn": "De overdracht is ingetrokken.",
    "gemeente-changed": "De gemeente is gewijzigd. De vraag blijft van u.",
    "tags-changed": "De labels zijn gewijzigd.",
    "rode-loper-changed": "Dat is vastgelegd.",
    "follow-up-set": "Op die dag staat de vraag weer bovenaan.",
    "follow-up-cleared": "De opvolgdatum is weg.",
    "merged": "De vragen zijn samengevoegd. Dit is de vraag die verdergaat.",
    "attached": "De bijlage is toegevoegd. Kies haar bij uw antwoord om haar mee te sturen.",
    "status-changed": "De status is gewijzigd.",
    "note-added": "De notitie is toegevoegd.",
    "reply-sent": "Uw bericht staat in de chat van de ondernemer.",
    "reply-recorded": (
        "Uw bericht is alleen vastgelegd: het gesprek is gewist, dus de ondernemer ziet het niet in de chat. "
        "Mail of bel de ondernemer met de contactgegevens hieronder."
    ),
    "reply-mailed": "De chat is er niet meer. Uw bericht gaat per e-mail naar de ondernemer.",
    "appointment-proposed": "De ondernemer krijgt een e-mail met uw voorstel.",
    "taken-over": "U voert nu het gesprek. De digitale assistent antwoordt niet meer.",
    "given-back": "De digitale assistent voert het gesprek weer.",
}

_SENDERS = {
    "assistant": "Digitale assistent",
    "entrepreneur": "Ondernemer",
    "account-manager": "Accountmanager",
    "system": "Melding",
}


_KINDS = {
    "article": "Antwoord uit een artikel",
    "check-question": "Vraag van een check",
    "check-result": "Uitkomst van een check",
    "clarification": "De assistent vraagt wat wordt bedoeld",
    "out-of-scope": "Niet voor dit loket",
    "fallback": "De assistent weet het niet",
}


@dataclass(frozen=True)
class Due:
    """How near the deadline is: `late`, `near` or nothing special, with the word for it."""

    kind: str
    word: str


@dataclass(frozen=True)
class Row:
    """A ticket in a list."""

    ticket: Ticket
    due: Due | None
    news: bool
    """Whether the entrepreneur wrote last."""
    tags: Sequence[str] = ()
    unread: bool = False
    """Whether it changed since this user looked."""


@dataclass(frozen=True)
class Line:
    """A message as the desk shows it; the position counts in a live conversation only."""

    sender: str
    who: str
    sent_at: datetime
    text: str
    position: int = 0
    about: str = ""
    """What kind of answer of the assistant this is, where that says something to the reader."""
    article_id: str | None = None
    offered: tuple[str, ...] = ()
    """The buttons that came with it."""


@dataclass(frozen=True)
class Finding:
    """Something that was found before the question came in: a line, and lists that belong to it."""

    line: str
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()


def row(ticket: Ticket, news: bool = False, tags: Sequence[str] = (), unread: bool = False) -> Row:
    """Show a ticket in a list."""
    return Row(ticket, due(ticket), news, tags, unread)


def due(ticket: Ticket) -> Due | None:
    """Tell how near the deadline is; nothing while nobody waits for us."""
    if ticket.status not in _RUNNING:
        return None
    now = clock.now()
    if ticket.due_at < now:
        return Due("late", "te laat")
    return Due("near", "bijna") if ticket.amber_at <= now else None


def live_lines(messages: Iterable[Message]) -> list[Line]:
    """Show the messages of a conversation that still exists."""
    return [_live_line(message, message.answer or {}) for message in messages]


def _live_line(message: Message, answer: Mapping[str, Any]) -> Line:
    return Line(
        message.sender,
        _who(message.sender, message.sender_name),
        message.sent_at,
        message.text,
        message.position,
        about=_KINDS.get(answer.get("kind", ""), ""),
        article_id=answer.get("articleId"),
        offered=tuple(choice["title"] for choice in message.choices),
    )


def said_lines(events: Iterable[TicketEvent]) -> list[Line]:
    """Show what was said since the question came in, of which no conversation is left."""
    said = [event for event in events if event.kind is EventKind.REPLY]
    return [
        Line("entrepreneur", _SENDERS["entrepreneur"], event.at, event.note or "")
        if event.actor == ENTREPRENEUR
        else Line("account-manager", _who("account-manager", event.actor), event.at, event.note or "")
        for event in said
    ]


def copied_lines(transcript: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Show the copy of the conversation that a ticket keeps."""
    return [
        Line(
            line["sender"],
            _who(line["sender"], line.get("senderName")),
            datetime.fromisoformat(line["sentAt"]),
            line["text"],
        )
        for line in transcript
    ]


def findings(found: Iterable[Any]) -> list[Finding]:
    """Show what is known about the question: of a check its outcome, answers and criteria."""
    return [_finding(item) for item in found]


def _finding(item: Any) -> Finding:
    if isinstance(item, Mapping) and {"check", "verdict"} <= item.keys():
        return _check_finding(item)
    if isinstance(item, Mapping):
        return Finding("; ".join(f"{key}: {value}" for key, value in item.items()))
    return Finding(str(item))


def _check_finding(check: Mapping[str, Any]) -> Finding:
    """Show a check; a ticket of an older version may lack parts of it."""
    unfinished = "" if check.get("finished", True) else " (de check is niet afgemaakt)"
    parts = {
        "Antwoorden": [f"{each['question']}: {each['answer']}" for each in check.get("answers", ())],
        "Punten": [_criterion(each) for each in check.get("criteria", ())],
        "Regelingen": [_scheme(each) for each in check.get("schemes", ())],
        "Nog na te vragen": list(check.get("ask", ())),
    }
    shown = tuple((title, tuple(lines)) for title, lines in parts.items() if lines)
    return Finding(f"{check['check']}: {check['verdict']}{unfinished}", shown)


def _criterion(each: Mapping[str, Any]) -> str:
    filled = f" Ingevuld: {each['answer']}." if each.get("answer") else ""
    sources = f" Bron: {'; '.join(each['sources'])}." if each.get("sources") else ""
    return f"{each['label']}: {each['met']}.{filled} Grens: {each['limit']}.{sources}"


def _scheme(each: Mapping[str, Any]) -> str:
    return " ".join((f"{each['name']}: {each['fit']}.", *each.get("because", ())))


def _who(sender: str, name: str | None) -> str:
    word = _SENDERS.get(sender, sender)
    return f"{name} ({word.lower()})" if name else word
