"""What Open Klant is told of a ticket: the bodies of its calls, within the lengths of its API (0.9.0)."""

from collections.abc import Iterator
from typing import Any

import phonenumbers

from handoff.models import AccountManager, Ticket
from handoff.status import TicketStatus

TO_DO, DONE = "te_verwerken", "verwerkt"
_LONGEST_ADDRESS = 80
_FUNCTION = "Accountmanager ondernemers"
# Three-letter codes of the languages that Voordeur recognises; the API knows no shorter ones.
_LANGUAGES = {"nl": "nld", "en": "eng", "de": "deu", "tr": "tur", "ar": "ara", "pl": "pol", "uk": "ukr"}


def reference(ticket: Ticket) -> str:
    """Return our number for Open Klant, which has room for ten characters: the reference without VD-."""
    return ticket.reference.removeprefix("VD-")[:10]


def status(ticket: Ticket) -> str:
    """Return what the status of the task should be."""
    return DONE if ticket.status is TicketStatus.CLOSED else TO_DO


def employee(manager: AccountManager) -> dict[str, Any]:
    """Return the actor of an account manager, known by e-mail address."""
    actor: dict[str, Any] = {
        "naam": _short(manager.name, 200),
        "soortActor": "medewerker",
        "indicatieActief": manager.active,
        "actoridentificator": employee_key(manager),
    }
    number = _phone(manager.phone)
    if number:  # without a number the API refuses the details of an employee altogether
        details = {"functie": _FUNCTION, "emailadres": manager.email, "telefoonnummer": number}
        actor["actorIdentificatie"] = details
    return actor


def employee_key(manager: AccountManager) -> dict[str, str]:
    """Return by what an account manager is known there."""
    return _key(manager.email, "mdw", "handmatig", "email")


def department(name: str) -> dict[str, Any]:
    """Return the actor of the department that the hand-off belongs to."""
    return {
        "naam": _short(name, 200),
        "soortActor": "organisatorische_eenheid",
        "indicatieActief": True,
        "actoridentificator": department_key(name),
    }


def department_key(name: str) -> dict[str, str]:
    """Return by what a department is known there."""
    return _key(name, "afd", "obj", "idf")


def contact(ticket: Ticket, channel: str) -> dict[str, Any]:
    """Return the customer contact: what was asked, when, and over which channel."""
    return {
        "referentienummer": reference(ticket),
        "kanaal": _short(channel, 50),
        "onderwerp": _short(ticket.summary or ticket.question, 200),
        "inhoud": _short(ticket.question, 1000),
        "indicatieContactGelukt": True,
        "taal": _LANGUAGES.get(ticket.language, "nld"),
        "vertrouwelijk": True,
        "plaatsgevondenOp": ticket.created_at.isoformat(),
    }


def customer(ticket: Ticket, contact_id: str) -> dict[str, Any]:
    """Return the entrepreneur, who began the contact. Which part of a name is the surname we do not know."""
    return {
        "hadKlantcontact": {"uuid": contact_id},
        "rol": "klant",
        "initiator": True,
        "contactnaam": {
            "voorletters": "",
            "voornaam": "",
            "voorvoegselAchternaam": "",
            "achternaam": _short(ticket.name, 200),
        },
    }


def addresses(ticket: Ticket) -> Iterator[tuple[str, str]]:
    """Yield how the entrepreneur can be reached, as far as it fits: the kind, and the address."""
    if ticket.email and len(ticket.email) <= _LONGEST_ADDRESS:
        yield "email", ticket.email
    number = _phone(ticket.phone)
    if number:
        yield "telefoonnummer", number


def address(kind: str, value: str, customer_id: str) -> dict[str, Any]:
    """Return an address of the entrepreneur."""
    return {
        "verstrektDoorBetrokkene": {"uuid": customer_id},
        "adres": value,
        "soortDigitaalAdres": kind,
        "omschrijving": "Opgegeven in Voordeur",
    }


def subject(ticket: Ticket, contact_id: str) -> dict[str, Any]:
    """Return the link from the contact to our own ticket."""
    return {
        "klantcontact": {"uuid": contact_id},
        "onderwerpobjectidentificator": subject_key(ticket),
    }


def subject_key(ticket: Ticket) -> dict[str, str]:
    """Return by what our ticket is known there."""
    return _key(ticket.reference, "vraag", "voordeur", "kenmerk")


def task(ticket: Ticket, contact_id: str, actors: list[str], link: str) -> dict[str, Any]:
    """Return the task for the account manager, with where it can be answered."""
    return {
        "referentienummer": reference(ticket),
        "gevraagdeHandeling": "Beantwoord de vraag van een ondernemer in Voordeur",
        "aanleidinggevendKlantcontact": {"uuid": contact_id},
        "toegewezenAanActoren": [{"uuid": each} for each in actors],
        "toelichting": _short(f"Kenmerk {ticket.reference}, {link}\n\n{ticket.summary}", 1000),
        "status": status(ticket),
    }


def task_change(ticket: Ticket, actors: list[str]) -> dict[str, Any]:
    """Return what the task should say now."""
    return {"status": status(ticket), "toegewezenAanActoren": [{"uuid": each} for each in actors]}


def _key(value: str, kind: str, register: str, field: str) -> dict[str, str]:
    return {
        "objectId": _short(value, 200),
        "codeObjecttype": kind,
        "codeRegister": register,
        "codeSoortObjectId": field,
    }


def _phone(number: str | None) -> str | None:
    """Return a number as the API wants it, without spaces; none when it is no number."""
    try:
        found = phonenumbers.parse(number or "", "NL")
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def _short(text: str, most: int) -> str:
    """Cut a text to a length, with a sign that there was more."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
