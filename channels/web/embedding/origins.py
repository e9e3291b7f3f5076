"""The origin of a website, as browsers write it: scheme, host, and a port that is not the usual one."""

import re
from urllib.parse import SplitResult, urlsplit

from kit.errors import VoordeurError

LONGEST_ORIGIN = 260
_USUAL_PORTS = {"https": 443, "http": 80}
# On the machine of whoever builds the website; browsers trust these without https too.
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})+")


class OriginError(VoordeurError):
    """What was typed is not the address of a website that may be allowed; the message says why, in Dutch."""


def origin_of(typed: str) -> str:
    """Return the origin of an address as somebody types or pastes it; a path behind it is left out.

    Raises:
        OriginError: it is not a website, holds a wildcard or a name, or is not https.
    """
    text = typed.strip()
    if "*" in text:
        raise OriginError(f"‘{text}’: een sterretje kan niet. Zet elke website apart op een regel.")
    parts = _split(text if "://" in text else f"https://{text}", text)
    host = _ascii(parts.hostname or "", text)
    local = host in _LOCAL
    if not local and not _HOST.fullmatch(host):
        raise OriginError(f"‘{text}’ is geen adres van een website, zoals https://www.voorbeeld.nl.")
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise OriginError(f"‘{text}’: alleen adressen met https zijn veilig genoeg.")
    if parts.username is not None or parts.password is not None:
        raise OriginError(f"‘{text}’: zet geen gebruikersnaam of wachtwoord in het adres.")
    return _written(parts, host)


def _split(address: str, typed: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise OriginError(f"‘{typed}’ is geen adres van een website.") from None
    if len(address) > LONGEST_ORIGIN or any(sign.isspace() for sign in address):
        raise OriginError(f"‘{typed[:60]}’ is geen adres van een website. Zet elk adres op een eigen regel.")
    return parts


def _ascii(host: str, typed: str) -> str:
    """Write a name with accents as browsers send it."""
    try:
        return host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise OriginError(f"‘{typed}’ is geen adres van een website.") from None


def _written(parts: SplitResult, host: str) -> str:
    shown = f"[{host}]" if ":" in host else host
    usual = parts.port in (None, _USUAL_PORTS[parts.scheme])
    return f"{parts.scheme}://{shown}" + ("" if usual else f":{parts.port}")
