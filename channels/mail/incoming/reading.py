"""Reads one mail: who sent it to which of our addresses, what kind it is, and the new words in it."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parseaddr
from enum import StrEnum

from bs4 import BeautifulSoup
from mailparser_reply import EmailReplyParser

from channels.conversations.text import clean

LONGEST_TEXT = 5_000
_SHORTENED = "[Deze e-mail was langer. De rest is niet bewaard.]"
# Where mail servers say to which address a letter really went.
_RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
# What the parser does not know: the heads above quotations of Gmail and Apple Mail in Dutch. All these
# stand there, on one line or on a few: "Op 27 nov 2026 om 10:00 schreef Voordeur <voordeur@example.nl>:".
_BEGINS = ("Op ", "On ")
_HOLDS = (re.compile(r"\b(?:schreef|geschreven|wrote)\b"), re.compile(r"@"), re.compile(r"\d[:.]\d\d\b"))
_MOST_LINES = 3
_QUOTATIONS = "blockquote, .gmail_quote, #appendonsend, #divRplyFwdMsg, #divRplyFwdMsg ~ *, #appendonsend ~ *"
_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class Kind(StrEnum):
    """What kind of mail it is."""

    LETTER = "letter"
    BOUNCE = "bounce"
    DELAYED = "delayed"
    AUTO_REPLY = "auto-reply"
    LOOP = "loop"


@dataclass(frozen=True)
class Incoming:
    """One mail, as far as it matters here."""

    key: str
    kind: Kind
    sender: str
    recipients: tuple[str, ...]
    text: str
    attachments: int
    status: str = ""
    """Of a bounce: the code of the failure, such as 5.1.1 (RFC 3463)."""


def read_mail(content: bytes, ours: Sequence[str]) -> Incoming:
    """Read a mail; ``ours`` are the addresses that we send from. Whatever is in it, this gives no error."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    kind, status = _kind(message, ours)
    return Incoming(
        hashlib.sha256(content).hexdigest(),
        kind,
        _address(message, "From"),
        tuple(_recipients(message)),
        new_words(_body(message)) if kind is Kind.LETTER else "",
        sum(1 for part in message.walk() if part.get_content_disposition() == "attachment"),
        status,
    )


def new_words(text: str) -> str:
    """Return what somebody wrote now, without the letters below it; of a very long text the beginning."""
    text = clean(text)
    above = _above_head(text)
    words = clean(EmailReplyParser(languages=["nl", "en"]).parse_reply(above) or "")
    words = "\n".join(line for line in words.splitlines() if not line.startswith(">")).strip()
    if len(words) > LONGEST_TEXT:
        words = f"{words[:LONGEST_TEXT].rstrip()}\n\n{_SHORTENED}"
    return words


def _above_head(text: str) -> str:
    """Return what stands above the head of a quotation."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        for count in range(1, _MOST_LINES + 1):
            head = " ".join(lines[number : number + count])
            if line.startswith(_BEGINS) and head.endswith(":") and all(each.search(head) for each in _HOLDS):
                return "\n".join(lines[:number])
    return text


def _kind(message: EmailMessage, ours: Sequence[str]) -> tuple[Kind, str]:
    """Tell the kind; bounces come first, for they are automatic too (RFC 3464, RFC 3834)."""
    if message.get_content_type() == "multipart/report":
        return _report(message)
    sender = _address(message, "From").lower()
    if sender.partition("@")[0] in {"mailer-daemon", "postmaster"}:
        return Kind.BOUNCE, ""
    if sender in {each.lower() for each in ours}:
        return Kind.LOOP, ""
    return (Kind.AUTO_REPLY if _is_automatic(message) else Kind.LETTER), ""


def _report(message: EmailMessage) -> tuple[Kind, str]:
    """Read a report on a letter of ours; one that it was read or is late changes nothing."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            # The first block is about the letter, the others about its readers.
            blocks = [block for block in part.get_payload() if not isinstance(block, str)]
            actions = {str(block.get("Action", "")).strip().lower() for block in blocks}
            codes = [str(block.get("Status", "")).strip() for block in blocks]
            code = next((each for each in codes if _CODE.fullmatch(each)), "")
            return (Kind.BOUNCE if "failed" in actions else Kind.DELAYED), code
    return Kind.DELAYED, ""


def _is_automatic(message: EmailMessage) -> bool:
    """Tell whether a program sent it: by the standard, or in the words of programs that are older."""
    submitted = _value(message, "Auto-Submitted").lower()
    precedence = _value(message, "Precedence").lower()
    return (
        (submitted not in {"", "no"})
        or precedence in {"bulk", "junk", "list", "auto_reply", "auto-reply"}
        or _value(message, "Return-Path") == "<>"
        or any(message.get(name) is not None for name in _ROBOTS)
    )


_ROBOTS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "List-Id", "Feedback-ID")


def _recipients(message: EmailMessage) -> Iterator[str]:
    for name in _RECIPIENTS:
        values = [str(value) for value in message.get_all(name, [])]
        yield from (address for _, address in getaddresses(values) if address)


def _address(message: EmailMessage, name: str) -> str:
    return parseaddr(_value(message, name))[1]


def _value(message: EmailMessage, name: str) -> str:
    """Return a header; one that cannot be read is as good as none."""
    try:
        return str(message.get(name, "")).strip()
    except (ValueError, IndexError, AttributeError):
        return ""


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    text = _content(part)
    return _without_markup(text) if part.get_content_type() == "text/html" else text


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, KeyError):  # an alphabet that does not exist, or not this one
        raw = part.get_payload(decode=True)
        return raw.decode("utf-8", errors="replace") if isinstance(raw, bytes) else ""


def _without_markup(text: str) -> str:
    soup = BeautifulSoup(text, "html.parser")
    for unwanted in soup.select(f"head, style, script, {_QUOTATIONS}"):
        unwanted.decompose()
    for line_end in soup.select("br, p, div, li, tr, h1, h2, h3"):
        line_end.append("\n")
    return re.sub(r"\n[ \t]+", "\n", soup.get_text())
