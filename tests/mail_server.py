"""A real mail server on this machine, for the tests: it keeps what it takes, and can be told to refuse."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from servers import free_port


class Mailbox:
    """What arrived, and whether the server takes anything now."""

    def __init__(self, port: int) -> None:
        self.letters: list[EmailMessage] = []
        self.senders: list[str] = []
        """Where the bounce of each letter would go."""
        self.refuses: set[str] = set()
        self.refuses_for_good: set[str] = set()
        self.port = port
        self.before_keeping: Callable[[], None] | None = None
        self.after_keeping: Callable[[], None] | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    def to(self) -> list[str]:
        """Return to whom the letters are, in the order of arrival."""
        return [str(letter["To"]) for letter in self.letters]

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuses:
            return "450 mailbox unavailable"
        if address in self.refuses_for_good:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        if self.before_keeping:
            self.before_keeping()
        self.letters.append(letter)
        self.senders.append(envelope.mail_from or "")
        if self.after_keeping:
            self.after_keeping()
        return "250 OK"


@contextmanager
def running_mail_server(**options: Any) -> Iterator[Mailbox]:
    """Run a mail server on a free port during the block."""
    mailbox = Mailbox(free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, **options)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def only(name: bytes, password: bytes) -> Any:
    """Return a check that lets one user in."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (name, password), handled=False)

    return check
