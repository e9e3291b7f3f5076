"""`voordeur doctor`: what is installed, migrated, trained, running and reachable, and what to do if not."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from channels.mail.incoming.mailbox import REFUSED_FOLDER, MailboxError, count
from channels.messaging.service import WHATSAPP
from channels.operations.migrations import is_migrated
from channels.operations.rasa_files import rasa_python, wanted_model
from handoff.errors import HandoffError
from handoff.open_klant.client import OpenKlant
from handoff.outbox import service as outbox
from handoff.outbox.models import State
from kit import clock
from kit.database import Database
from kit.errors import VoordeurError
from kit.mail import MailError, greet
from kit.mailbox import MailboxAddress
from kit.settings import Settings
from knowledge.files import read_content
from knowledge.service import content_version

_LONG_DUE = timedelta(minutes=15)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; the advice says what to do when it is not well."""

    what: str
    well: bool
    detail: str
    advice: str = ""


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Look at everything, one finding at a time; nothing is changed."""
    yield Finding("Python van de gateway", True, sys.version.split()[0])
    yield _rasa_installed(settings)
    yield _content(settings)
    yield await _database(settings)
    yield await _outbox(settings)
    yield await _mail_server(settings)
    if settings.mailbox:
        yield await _mailbox(settings.mailbox)
    yield await _open_klant(settings)
    yield _messenger(settings, "WhatsApp", WHATSAPP)
    yield _messenger(settings, "Telegram", ("telegram_token",))
    if settings.redis_url:
        yield await _redis(settings.redis_url)
    yield _trained(settings)
    yield await _answers("gateway", f"{settings.base_url}/health/live", "Start hem met `make run`.")
    yield await _answers(
        "Rasa", f"{settings.rasa}/", "Start hem met `make run`; zie ook log/rasa.log in de gegevensmap."
    )


def _rasa_installed(settings: Settings) -> Finding:
    try:
        return Finding("Omgeving van Rasa", True, str(rasa_python(settings)))
    except VoordeurError as error:
        return Finding("Omgeving van Rasa", False, "ontbreekt", str(error))


def _content(settings: Settings) -> Finding:
    try:
        content = read_content(settings.content_dir)
    except VoordeurError as error:
        return Finding("Inhoud", False, "klopt niet", str(error))
    return Finding("Inhoud", True, f"{len(content.articles)} artikelen")


async def _database(settings: Settings) -> Finding:
    if not is_migrated(settings.database):
        return Finding(
            "Database",
            False,
            "onbereikbaar of niet bij",
            "Voer `voordeur migrate` uit; controleer VOORDEUR_DATABASE_URL.",
        )
    database = Database(settings.database)
    try:
        async with database.reading() as session:
            version = await content_version(session)
    except SQLAlchemyError as error:
        return Finding("Database", False, type(error).__name__, "Controleer VOORDEUR_DATABASE_URL.")
    finally:
        await database.close()
    if not version:
        return Finding("Database", False, "zonder kennis", "Voer `voordeur knowledge import` uit.")
    return Finding("Database", True, "bijgewerkt en gevuld")


async def _outbox(settings: Settings) -> Finding:
    if not is_migrated(settings.database):
        return Finding("Uitgaande berichten", True, "nog geen database")
    database = Database(settings.database)
    try:
        async with database.reading() as session:
            counts = await outbox.counts(session)
            oldest = await outbox.oldest_waiting(session)
    finally:
        await database.close()
    waiting, dead = (
        sum(count for (_, stands), count in counts.items() if stands is state)
        for state in (State.WAITING, State.DEAD)
    )
    detail = f"{waiting} wachten, {dead} mislukt"
    if dead:
        return Finding("Uitgaande berichten", False, detail, "Kijk aan de desk onder 'Niet verstuurd'.")
    if oldest and clock.now() - oldest > _LONG_DUE:
        return Finding("Uitgaande berichten", False, detail, "Draait `voordeur worker`, of `make run`?")
    return Finding("Uitgaande berichten", True, detail)


async def _open_klant(settings: Settings) -> Finding:
    if not settings.open_klant_url:
        return Finding("Open Klant", True, "niet ingesteld")
    try:
        async with OpenKlant(settings.open_klant_url, settings.open_klant_token) as api:
            await api.find("/internetaken", pageSize="1")
    except HandoffError as error:
        return Finding("Open Klant", False, str(error), "Controleer VOORDEUR_OPEN_KLANT_URL en _TOKEN.")
    return Finding("Open Klant", True, "antwoordt")


async def _mail_server(settings: Settings) -> Finding:
    if settings.mail_server is None:
        return Finding("Mailserver", True, "niet ingesteld: er gaat geen e-mail uit")
    try:
        await greet(settings.mail_server)
    except MailError as error:
        return Finding("Mailserver", False, str(error), "Controleer VOORDEUR_SMTP_URL.")
    return Finding("Mailserver", True, "antwoordt")


def _messenger(settings: Settings, name: str, needed: tuple[str, ...]) -> Finding:
    """A channel that is set up half is not connected, which nobody would notice."""
    missing = [f"VOORDEUR_{each.upper()}" for each in needed if not getattr(settings, each)]
    if len(missing) == len(needed):
        return Finding(name, True, "niet ingesteld")
    if missing:
        return Finding(name, False, "half ingesteld", f"Vul ook in: {', '.join(missing)}.")
    if not settings.base_url.startswith("https://"):
        advice = "Zet VOORDEUR_PUBLIC_URL op een adres met https; anders komt er niets binnen."
        return Finding(name, False, "ingesteld, zonder https", advice)
    return Finding(name, True, "ingesteld")


async def _mailbox(address: MailboxAddress) -> Finding:
    try:
        waiting, aside = await asyncio.to_thread(count, address)
    except MailboxError as error:
        return Finding("Mailbox", False, str(error), "Controleer VOORDEUR_IMAP_URL.")
    detail = f"{waiting} te verwerken, {aside} in de map {REFUSED_FOLDER}"
    return Finding("Mailbox", not aside, detail, "Bekijk de e-mails in die map." if aside else "")


async def _redis(url: str) -> Finding:
    redis = Redis.from_url(url)
    try:
        await redis.ping()
    except RedisError as error:
        return Finding(
            "Redis",
            False,
            type(error).__name__,
            "Controleer VOORDEUR_REDIS_URL, of laat die leeg bij één gateway.",
        )
    finally:
        await redis.aclose()
    return Finding("Redis", True, "antwoordt")


def _trained(settings: Settings) -> Finding:
    try:
        complete = wanted_model(settings).complete
    except OSError as error:
        return Finding("Taalmodel", False, f"{error.filename} ontbreekt", "Zet de inhoud terug.")
    except VoordeurError as error:
        return Finding("Taalmodel", False, "niet te beoordelen", str(error))
    if complete:
        return Finding("Taalmodel", True, "getraind op de huidige zinnen")
    return Finding("Taalmodel", False, "niet getraind op de huidige zinnen", "Voer `voordeur train` uit.")


async def _answers(what: str, url: str, advice: str) -> Finding:
    try:
        async with httpx.AsyncClient(timeout=2.0) as client:
            answer = await client.get(url)
    except httpx.HTTPError:
        return Finding(what, False, "antwoordt niet", advice)
    return Finding(
        what, answer.is_success, f"antwoordt met {answer.status_code}", "" if answer.is_success else advice
    )
