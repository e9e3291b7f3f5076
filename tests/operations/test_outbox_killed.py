"""Kill -9 at several moments: what was confirmed is delivered, and what is sent twice is the same letter."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest
from mail_server import Mailbox, running_mail_server
from sqlalchemy import select

from channels.operations.deliverers import deliverers
from channels.services import build_services
from handoff.models import Ticket
from handoff.outbox import service as outbox
from handoff.outbox.courier import Courier
from handoff.outbox.models import OutboxEntry, State
from kit.settings import ROOT, Settings

REFERENCE = re.compile(r"VD-[2-9A-Z]{10}")
HERE = Path(__file__).parent


def content(folder: Path) -> Path:
    """As little as a letter needs: reading all of it would take a new child seconds."""
    (folder / "vocabulary").mkdir(parents=True)
    for name, text in {
        "areas": "gemeenten: {laren: {name: Laren}}\nregions: {gooi: {name: Gooi, gemeenten: [laren]}}\n",
        "replies": "greet: Hallo\n",
        "vocabulary/trades": "trades: []\n",
        "vocabulary/schemes": "schemes: []\n",
        "vocabulary/synonyms": "groups: []\n",
    }.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


class Victim:
    """The process, what it confirmed, and the child that works now."""

    def __init__(self, output: IO[str], mailbox: Mailbox) -> None:
        self.output, self.mailbox = output, mailbox
        self.confirmed: list[str] = []
        self.child = 0
        self.kills = 0

    def read_until(self, happened: Callable[[], bool]) -> None:
        while not happened():
            line = self.output.readline().strip()
            assert line, "the process is gone"
            if line.startswith("pid "):
                self.child = int(line.removeprefix("pid "))
            elif line:
                self.confirmed.append(line)

    def kill(self) -> None:
        """Kill the child that works; once a child."""
        child, self.child = self.child, 0
        if child:
            self.kills += 1
            os.kill(child, signal.SIGKILL)

    def kill_after_commits(self, number: int) -> None:
        self.read_until(lambda: self.child != 0)
        seen = len(self.confirmed)
        self.read_until(lambda: len(self.confirmed) >= seen + number)
        self.kill()

    def kill_at_letter(self, moment: str, number: int) -> None:
        """Kill it while the mail server holds a letter: before or after the server has kept it."""
        self.read_until(lambda: self.child != 0)
        left = number

        def strike() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                self.kill()

        setattr(self.mailbox, moment, strike)
        self.read_until(lambda: self.child == 0 or left <= 0)
        setattr(self.mailbox, moment, None)


@contextmanager
def victim(settings: Settings, mailbox: Mailbox) -> Iterator[Victim]:
    names = ("data_dir", "content_dir", "region", "database_url", "smtp_url", "mail_from")
    values = {f"VOORDEUR_{name.upper()}": str(getattr(settings, name)) for name in names}
    command = [sys.executable, str(HERE / "outbox_process.py")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | values
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        running = Victim(process.stdout, mailbox)
        try:
            yield running
        finally:
            process.kill()
            running.kill()


async def drain(settings: Settings) -> tuple[list[str], Counter[str]]:
    """Deliver what is left; return the references that were committed, and how entries stand."""
    services = build_services(settings)
    courier = Courier(services.database, deliverers(services))
    async with asyncio.timeout(60):
        while True:
            await courier.deliver_due()
            async with services.database.reading() as session:
                states = Counter(await session.scalars(select(OutboxEntry.state)))
            if not states[State.WAITING]:
                break
            await asyncio.sleep(0.2)
    async with services.database.reading() as session:
        references = list(await session.scalars(select(Ticket.reference)))
    await services.engine.close()
    await services.database.close()
    return references, Counter({state.value: number for state, number in states.items()})


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_whatever_dies_at_whatever_moment_nothing_is_lost(
    request: pytest.FixtureRequest,
    kind: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=1))
    with running_mail_server() as mailbox:
        settings = Settings(
            _env_file=None,
            data_dir=tmp_path,
            content_dir=content(tmp_path / "content"),
            region="gooi",
            database_url=request.getfixturevalue(f"{kind}_url"),
            smtp_url=mailbox.url,
            mail_from="voordeur@voorbeeld.nl",
        )
        with victim(settings, mailbox) as running:
            running.kill_after_commits(1)  # nothing can have left yet
            running.kill_at_letter("before_keeping", 2)
            running.kill_at_letter("after_keeping", 2)
            running.kill_after_commits(5)
            running.kill_at_letter("after_keeping", 4)
            running.kill_after_commits(3)
        committed, states = await drain(settings)
        letters = [str(letter["Message-ID"]) for letter in mailbox.letters]
        about = Counter(found for each in mailbox.letters for found in REFERENCE.findall(each["Subject"]))
    assert running.kills == 6
    assert set(running.confirmed) <= set(committed)
    assert set(about) == set(committed), "a question without its letter"
    assert states == {
        "delivered": 2 * len(committed)
    }  # the other one is for coordinators, of whom there are none
    assert len(set(letters)) == len(committed), "a second letter that looks like another"
    counts = {
        "kills": running.kills,
        "confirmed": len(running.confirmed),
        "committed": len(committed),
        "lost": len(set(committed) - set(about)),
        "letters": len(letters),
        "sent again, with the same Message-ID": len(letters) - len(set(letters)),
    }
    record_property("counts", counts)
    sys.stdout.write(f"{kind}: {counts}\n")
