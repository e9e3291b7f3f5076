"""E-mail: plain text, with HTML beside it, through the mail server. What cannot be sent is an error."""

import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Literal, Self
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from kit import clock
from kit.errors import VoordeurError

TIMEOUT = 20.0  # seconds for one letter

type Tls = Literal["starttls", "implicit", "none"]
_PORTS: dict[Tls, int] = {"starttls": 587, "implicit": 465, "none": 25}


class MailError(VoordeurError):
    """A letter could not be handed to the mail server; it may be tried again."""


class MailRefusedError(MailError):
    """The mail server will never take this letter: the address or the content is not accepted."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in, and how: encrypted after the greeting, from the start, or not at all."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: Tls

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read an address such as ``smtp://name:password@mail.example.nl:587?tls=starttls``.

        ``smtps://`` is encrypted from the start; without ``tls`` a letter is only handed in encrypted.

        Raises:
            ValueError: it is no such address.
        """
        parts = urlsplit(url)
        wanted = parse_qs(parts.query).get("tls", ["implicit" if parts.scheme == "smtps" else "starttls"])[-1]
        tls = next((each for each in _PORTS if each == wanted), None)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or tls is None:
            raise ValueError(
                "schrijf smtp://naam:wachtwoord@server:587?tls=starttls, of tls=implicit, tls=none"
            )
        user, password = (unquote(each) if each else None for each in (parts.username, parts.password))
        return cls(parts.hostname, parts.port or _PORTS[tls], user, password, tls)


@dataclass(frozen=True)
class Letter:
    """What goes to one person."""

    to: str
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    """Where answers and bounces go; the sender when it is empty."""
    message_id: str = ""
    """Without angle brackets; the same at every attempt. A new one is made when it is empty."""
    thread: str = ""
    """The Message-ID of the first letter on the same matter, so that mail programs show them together."""
    calendar: bytes = b""
    """An iCalendar file with an invitation."""


def parse_address(sender: str) -> str:
    """Return the bare address of ``Voordeur <voordeur@example.nl>``."""
    return parseaddr(sender)[1]


async def send(server: MailServer, sender: str, letter: Letter) -> None:
    """Hand a letter to the mail server.

    Raises:
        MailError: the server did not take it; the message names no address.
    """
    message = _message(sender, letter)
    try:
        await aiosmtplib.send(
            message,
            sender=letter.reply_to or parseaddr(sender)[1],
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls == "implicit",
            start_tls=server.tls == "starttls",
            timeout=TIMEOUT,
        )
    except (aiosmtplib.SMTPException, ssl.SSLError, OSError, ValueError) as error:
        if _is_final(error):
            said = "De e-mail is geweigerd: het adres klopt niet, of de inhoud mag niet"
            raise MailRefusedError(f"{said} ({_name(error)}).") from None
        raise MailError(f"De mailserver nam de e-mail niet aan ({_name(error)}).") from None


async def greet(server: MailServer) -> None:
    """Log in to the mail server and leave again.

    Raises:
        MailError: it does not answer, or does not let us in.
    """
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.tls == "implicit",
        start_tls=server.tls == "starttls",
        timeout=TIMEOUT,
    )
    try:
        async with client:
            await client.noop()
    except (aiosmtplib.SMTPException, ssl.SSLError, OSError, ValueError) as error:
        raise MailError(f"De mailserver antwoordt niet ({_name(error)}).") from None


def _is_final(error: Exception) -> bool:
    """Tell whether trying again is of no use; a log-in or a sender that is refused is for us to mend."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        return all(_never(refused.code) for refused in error.recipients)
    return isinstance(error, aiosmtplib.SMTPDataError) and _never(error.code)


def _never(code: int) -> bool:
    """Tell whether an answer of a mail server is a refusal for good (RFC 5321, section 4.2.1)."""
    return 500 <= code < 600


def _name(error: Exception) -> str:
    """Name an error without its text, in which addresses stand."""
    codes = [each.code for each in getattr(error, "recipients", ())] or [getattr(error, "code", None)]
    return " ".join([type(error).__name__, *(str(code) for code in codes if isinstance(code, int))])


def _message(sender: str, letter: Letter) -> EmailMessage:
    domain = parseaddr(sender)[1].rpartition("@")[2]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{letter.message_id}>" if letter.message_id else make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"  # so that nobody's out-of-office answers
    message["X-Auto-Response-Suppress"] = "All"  # the same, in the words of Exchange
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    if letter.thread and letter.thread != letter.message_id:
        message["References"] = message["In-Reply-To"] = f"<{letter.thread}>"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    if letter.calendar:
        message.add_attachment(
            letter.calendar,
            maintype="text",
            subtype="calendar",
            params={"method": "REQUEST", "charset": "utf-8"},
            filename="afspraak.ics",
        )
    return message
