"""The mailbox itself, over IMAP. These functions wait for the server: run them in a thread."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from imaplib import IMAP4

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessage
from imap_tools.errors import ImapToolsError

from kit.errors import VoordeurError
from kit.mailbox import MailboxAddress

TIMEOUT = 20.0  # seconds
MOST_AT_ONCE = 20
LARGEST = 25 * 2**20  # bytes
REFUSED_FOLDER = "Voordeur-niet-verwerkt"


class MailboxError(VoordeurError):
    """The mailbox could not be read; the message names nobody."""


def fetch(address: MailboxAddress) -> dict[str, bytes]:
    """Return the oldest mails by their number in the folder, unread or not, and leave them there.

    Of a mail that is too large only the head comes.

    Raises:
        MailboxError: the mailbox does not answer or does not let us in.
    """
    found: dict[str, bytes] = {}
    with _open(address) as box:
        for uid in box.uids()[:MOST_AT_ONCE]:
            head = _message(box, uid, headers_only=True)
            is_whole = head is not None and head.size_rfc822 <= LARGEST
            mail = _message(box, uid, headers_only=False) if is_whole else head
            if mail is not None:  # else another worker took it meanwhile
                found[uid] = mail.obj.as_bytes()
    return found


def settle(address: MailboxAddress, refused: Mapping[str, bool]) -> None:
    """Take mails out of the folder: delete them, or put those that were refused in a folder of their own.

    Raises:
        MailboxError: as ``fetch``.
    """
    aside = [uid for uid, is_refused in refused.items() if is_refused]
    done = [uid for uid, is_refused in refused.items() if not is_refused]
    with _open(address) as box:
        if aside and not box.folder.exists(REFUSED_FOLDER):
            box.folder.create(REFUSED_FOLDER)
        if aside:
            box.move(aside, REFUSED_FOLDER)
        if done:
            box.delete(done)


def count(address: MailboxAddress) -> tuple[int, int]:
    """Return how many mails wait to be taken in, and how many were put aside.

    Raises:
        MailboxError: as ``fetch``.
    """
    with _open(address) as box:
        waiting = len(box.uids())
        if not box.folder.exists(REFUSED_FOLDER):
            return waiting, 0
        box.folder.set(REFUSED_FOLDER)
        return waiting, len(box.uids())


@contextmanager
def _open(address: MailboxAddress) -> Iterator[BaseMailBox]:
    try:
        with _connect(address).login(address.user, address.password, address.folder) as box:
            yield box
    except (ImapToolsError, IMAP4.error, OSError, ssl.SSLError) as error:
        raise MailboxError(f"De mailbox is niet te lezen ({type(error).__name__}).") from None


def _connect(address: MailboxAddress) -> BaseMailBox:
    if address.tls == "none":
        return MailBoxUnencrypted(address.host, address.port, TIMEOUT)
    context = ssl.create_default_context()
    kind = MailBox if address.tls == "implicit" else MailBoxStartTls
    return kind(address.host, address.port, TIMEOUT, ssl_context=context)


def _message(box: BaseMailBox, uid: str, *, headers_only: bool) -> MailMessage | None:
    return next(box.fetch(AND(uid=uid), mark_seen=False, headers_only=headers_only), None)
