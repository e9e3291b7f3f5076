"""A whole Voordeur of its own, with an empty database, for as long as a measurement or a test takes."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from channels.operations.errors import OperationsError
from kit.settings import ROOT, Settings

READY_WITHIN = 600.0  # seconds; a model may have to be trained first
STOP_WITHIN = 20.0
LOOK_EVERY = 0.2
_READY = "Ctrl-C stopt alles"
_DEAF = "Rasa antwoordt nog niet"
_LOG_IN = re.compile(r"inloggen als (\S+) \((.+)\), wachtwoord: (\S+)")


@dataclass(frozen=True)
class Running:
    """Where it is, its process and database, and who may log in: e-mail address and password by name."""

    address: str
    pid: int
    database_url: str
    log_ins: dict[str, tuple[str, str]]


@asynccontextmanager
async def running_voordeur(settings: Settings) -> AsyncIterator[str]:
    """Give the address of a Voordeur that runs during the block; nothing else happens while it starts.

    Raises:
        OperationsError: as ``whole_voordeur``.
    """
    with whole_voordeur(settings) as running:
        yield running.address


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def whole_voordeur(settings: Settings, new_port: Callable[[], int] = free_port) -> Iterator[Running]:
    """Run `voordeur run` on free ports with an empty database and the trained model, during the block.

    Raises:
        OperationsError: it does not get ready, or Rasa does not answer; the message holds what it printed.
    """
    port, rasa_port = new_port(), new_port()
    with tempfile.TemporaryDirectory(prefix="voordeur-") as folder:
        output, database_url = Path(folder) / "output", f"sqlite+aiosqlite:///{Path(folder) / 'voordeur.db'}"
        with output.open("wb") as writing:
            process = subprocess.Popen(
                [sys.executable, "-m", "channels.cli", "run"],
                cwd=ROOT,
                env=_environment(settings, port, rasa_port, database_url),
                stdout=writing,
                stderr=subprocess.STDOUT,
            )
        try:
            printed = _until_ready(process, output)
            found = {name: (email, password) for email, name, password in _LOG_IN.findall(printed)}
            yield Running(f"http://127.0.0.1:{port}", process.pid, database_url, found)
        finally:
            _stop(process)


def _environment(settings: Settings, port: int, rasa_port: int, database_url: str) -> dict[str, str]:
    """Leave out the settings of whoever starts it, except what the model is of; a crowd may ask at will."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("VOORDEUR_")}
    return others | {
        "VOORDEUR_PORT": str(port),
        "VOORDEUR_RASA_PORT": str(rasa_port),
        "VOORDEUR_RASA_URL": "",
        "VOORDEUR_RASA_PYTHON": settings.rasa_python,
        "VOORDEUR_ACTIONS_URL": "",
        "VOORDEUR_PUBLIC_URL": "",
        "VOORDEUR_REDIS_URL": "",
        "VOORDEUR_REGION": settings.region,
        "VOORDEUR_THEMES_DIR": settings.themes_dir,
        "VOORDEUR_CONTENT_DIR": str(settings.content_dir.resolve()),
        "VOORDEUR_DATA_DIR": str(settings.data_dir.resolve()),
        "VOORDEUR_DATABASE_URL": database_url,
        **{f"VOORDEUR_RATE_{name}": "none" for name in ("CLIENT", "START", "CONVERSATION", "FOLLOW")},
    }


def _until_ready(process: subprocess.Popen[bytes], output: Path) -> str:
    until = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < until:
        printed = output.read_text(encoding="utf-8", errors="replace")
        if _READY in printed and _DEAF not in printed:
            return printed
        if _DEAF in printed:
            break
        time.sleep(LOOK_EVERY)
    raise OperationsError(f"Voordeur kwam niet op gang:\n{output.read_text(errors='replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
