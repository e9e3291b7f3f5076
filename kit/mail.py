"""E-mail: plain text through the mail server of the settings. What cannot be sent is an error."""

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


async def send(server: MailServer, sender: str, letter: Letter) -> None:
    """Hand a letter to the mail server.

    Raises:
        MailError: the server did not take it; the message names no address.
    """
    try:
        await aiosmtplib.send(
            _message(sender, letter),
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls == "implicit",
            start_tls=server.tls == "starttls",
            timeout=TIMEOUT,
        )
    except (aiosmtplib.SMTPException, ssl.SSLError, OSError, ValueError) as error:
        raise MailError(f"De mailserver nam een bericht niet aan ({type(error).__name__}).") from None


def _message(sender: str, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # so that nobody's out-of-office answers
    message.set_content(letter.text)
    return message
