"""The address of a mailbox that is read over IMAP."""

from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import parse_qs, unquote, urlsplit

type Tls = Literal["implicit", "starttls", "none"]
_PORTS: dict[Tls, int] = {"implicit": 993, "starttls": 143, "none": 143}


@dataclass(frozen=True)
class MailboxAddress:
    """Where mail is fetched: encrypted from the start, after the greeting, or not at all."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    tls: Tls

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read an address such as ``imaps://name:password@mail.example.nl:993/INBOX``.

        ``imap://`` is encrypted after the greeting, unless it says ``?tls=none``.

        Raises:
            ValueError: it is no such address.
        """
        parts = urlsplit(url)
        wanted = parse_qs(parts.query).get("tls", ["implicit" if parts.scheme == "imaps" else "starttls"])[-1]
        tls = next((each for each in _PORTS if each == wanted), None)
        if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username or tls is None:
            raise ValueError("schrijf imaps://naam:wachtwoord@server:993/INBOX, of imap:// met tls=starttls")
        folder = unquote(parts.path.strip("/")) or "INBOX"
        user, password = unquote(parts.username), unquote(parts.password or "")
        return cls(parts.hostname, parts.port or _PORTS[tls], user, password, folder, tls)
