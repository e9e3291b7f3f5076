"""Addresses and ids that letters carry: where an answer goes, and what makes a letter itself.

Signed by hand and not with itsdangerous: what stands before the @ may lose its capitals on the way.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from email.utils import parseaddr

from handoff.notices import Side
from kit.settings import Settings

_SIGNATURE_BYTES = 10  # 80 bits, and the guess of every letter is one mail
_SIDES = {"e": Side.ENTREPRENEUR, "d": Side.DESK, "c": Side.COLLEAGUE}
_TAG = re.compile(r"^(?P<reference>[a-z0-9]{4,16})\.(?P<side>[edc])\.(?P<signature>[a-z2-7]{16})$")


@dataclass(frozen=True)
class Answered:
    """The ticket to which an address belongs, and who got it."""

    reference: str
    side: Side


def base_address(settings: Settings) -> str:
    """Return the address whose mail is read: that of the settings, else the sender's."""
    return parseaddr(settings.mail_reply_to or settings.mail_from)[1]


def reply_address(settings: Settings, reference: str, side: Side) -> str:
    """Return the address for answers to a letter about a ticket; nothing when no mailbox is read."""
    letter = next((letter for letter, each in _SIDES.items() if each is side), None)
    if settings.mailbox is None or letter is None:
        return ""
    name, _, domain = base_address(settings).rpartition("@")
    tag = f"{reference.removeprefix('VD-').lower()}.{letter}"
    return f"{name}+{tag}.{_signature(settings, tag)}@{domain}"


def read_address(settings: Settings, address: str) -> Answered | None:
    """Return what an address of ours says; nothing when it is not ours or its signature is not."""
    name, _, domain = address.strip().lower().rpartition("@")
    mailbox, _, tag = name.partition("+")
    if f"{mailbox}@{domain}" != base_address(settings).lower():
        return None
    found = _TAG.match(tag)
    if found is None:
        return None
    signed = f"{found['reference']}.{found['side']}"
    if not hmac.compare_digest(found["signature"], _signature(settings, signed)):
        return None
    return Answered(f"VD-{found['reference'].upper()}", _SIDES[found["side"]])


def message_id(settings: Settings, key: str) -> str:
    """Return the Message-ID of what has this key: the same at every attempt, and readable for nobody."""
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    return f"{_digest(settings, f'message:{key}').hex()[:32]}.voordeur@{domain}"


def _signature(settings: Settings, tag: str) -> str:
    return base64.b32encode(_digest(settings, f"reply:{tag}")[:_SIGNATURE_BYTES]).decode().lower()


def _digest(settings: Settings, text: str) -> bytes:
    return hmac.digest(settings.session_secret.encode(), text.encode(), hashlib.sha256)
