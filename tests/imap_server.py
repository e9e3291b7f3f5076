"""A real IMAP server on this machine, for the tests: pymap, with one user and everything in memory."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imap_tools import MailBoxUnencrypted
from servers import free_port

USER, PASSWORD = "voordeur", "geheim"


class ImapServer:
    """The mailbox as its owner sees it."""

    def __init__(self, port: int) -> None:
        self.port = port

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX?tls=none"

    def open(self, folder: str = "INBOX") -> MailBoxUnencrypted:
        box = MailBoxUnencrypted("127.0.0.1", self.port)
        box.login(USER, PASSWORD, folder)
        return box

    def put(self, *mails: bytes) -> None:
        """Let mails arrive."""
        with self.open() as box:
            for mail in mails:
                box.append(mail, "INBOX")

    def count(self, folder: str = "INBOX") -> int:
        with self.open() as box:
            return len(box.uids()) if self._go(box, folder) else 0

    def empty(self) -> None:
        with self.open() as box:
            for folder in [each.name for each in box.folder.list()]:
                box.folder.set(folder)
                box.delete(box.uids())

    def _go(self, box: MailBoxUnencrypted, folder: str) -> bool:
        if not box.folder.exists(folder):
            return False
        box.folder.set(folder)
        return True


@contextmanager
def running_imap_server() -> Iterator[ImapServer]:
    """Run an IMAP server on a free port during the block."""
    server = ImapServer(free_port())
    program = Path(sys.executable).with_name("pymap")
    command = [
        program,
        "--host",
        "127.0.0.1",
        "--port",
        str(server.port),
        "--no-tls",
        "--no-service",
        "managesieve",
    ]
    command += ["--no-service", "admin", "dict", "--demo-user", USER, "--demo-password", PASSWORD]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(server, process)
            yield server
        finally:
            process.kill()


def _wait(server: ImapServer, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        assert process.poll() is None, "pymap is gone"
        try:
            server.empty()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("pymap does not answer")
