"""A gateway of its own for a measurement: SQLite, on a free port of loopback, with or without Rasa."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.speed.processes import children
from channels.operations.errors import OperationsError
from channels.operations.temporary import free_port, whole_voordeur
from kit.settings import ROOT, Settings

READY_WITHIN = 600.0  # seconds, on a machine that is busy; the whole content is read in first


@dataclass(frozen=True)
class Gateway:
    """Where it is, its process, its database file, and the process of Rasa if that runs."""

    port: int
    pid: int
    database: Path
    rasa: int | None = None

    def give_all_to_a_person(self) -> None:
        """Let a person hold every conversation: what is measured is the way between people, not answering."""
        with sqlite3.connect(self.database, timeout=30) as connection:
            connection.execute(
                "UPDATE conversations SET holder = 'account-manager', holder_id = 'am',"
                " holder_name = 'Voorbeeld', handovers = 1"
            )


@contextmanager
def gateway() -> Iterator[Gateway]:
    """Run a gateway during the block.

    Raises:
        OperationsError: it does not get ready; the message holds what it printed.
    """
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="voordeur-listeners-") as folder:
        database, output = Path(folder) / "voordeur.db", Path(folder) / "output"
        with output.open("wb") as writing:
            process = subprocess.Popen(
                [sys.executable, "-m", "channels.cli", "serve"],
                cwd=ROOT,
                env=_environment(port, Path(folder)),
                stdout=writing,
                stderr=subprocess.STDOUT,
            )
        try:
            _until_ready(process, port, output)
            yield Gateway(port, process.pid, database)
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def answering_gateway(settings: Settings) -> Iterator[Gateway]:
    """Run a whole Voordeur during the block, whose assistant answers.

    Raises:
        OperationsError: as ``whole_voordeur``.
    """
    with whole_voordeur(settings) as running:
        [rasa] = children(running.pid)
        database = Path(running.database_url.split("///")[1])
        yield Gateway(int(running.address.rsplit(":")[-1]), running.pid, database, rasa)


def _environment(port: int, folder: Path) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("VOORDEUR_")}
    return others | {
        "VOORDEUR_PORT": str(port),
        "VOORDEUR_DATA_DIR": str(folder),
        "VOORDEUR_RASA_URL": "http://127.0.0.1:9",
        **{f"VOORDEUR_RATE_{name}": "none" for name in ("CLIENT", "START", "CONVERSATION")},
    }


def _until_ready(process: subprocess.Popen[bytes], port: int, output: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health/live", timeout=5).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.3)
    raise OperationsError(f"The gateway did not get ready:\n{output.read_text(errors='replace')}")
