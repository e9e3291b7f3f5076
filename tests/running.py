"""A whole Voordeur in a child process: the real command, the trained model, an empty database."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servers import free_port

from kit.settings import ROOT, get_settings

READY_WITHIN = 600.0  # seconds; a model may have to be trained first
STOP_WITHIN = 20.0
_READY = "Ctrl-C stopt alles"
_DEAF = "Rasa antwoordt nog niet"
_LOG_IN = re.compile(r"inloggen als (\S+) \((.+)\), wachtwoord: (\S+)")


@dataclass(frozen=True)
class Running:
    """Where it is, and who may log in at the desk: e-mail address and password by name."""

    address: str
    log_ins: dict[str, tuple[str, str]]


@contextmanager
def running_voordeur() -> Iterator[Running]:
    """Start `voordeur run` on free ports and stop it after the block."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="voordeur-") as folder:
        output = Path(folder) / "output"
        with output.open("wb") as writing:
            process = subprocess.Popen(
                [sys.executable, "-m", "channels.cli", "run"],
                cwd=ROOT,
                env=_environment(port, Path(folder)),
                stdout=writing,
                stderr=subprocess.STDOUT,
            )
        try:
            printed = _until_ready(process, output)
            found = {name: (email, password) for email, name, password in _LOG_IN.findall(printed)}
            yield Running(f"http://127.0.0.1:{port}", found)
        finally:
            _stop(process)


def _environment(port: int, folder: Path) -> dict[str, str]:
    """Leave out the settings of whoever runs the tests, except where the model is."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("VOORDEUR_")}
    return others | {
        "VOORDEUR_PORT": str(port),
        "VOORDEUR_RASA_PORT": str(free_port()),
        "VOORDEUR_RASA_URL": "",
        "VOORDEUR_ACTIONS_URL": "",
        "VOORDEUR_PUBLIC_URL": "",
        "VOORDEUR_REDIS_URL": "",
        "VOORDEUR_DATA_DIR": str(get_settings().data_dir.resolve()),
        "VOORDEUR_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'voordeur.db'}",
    }


def _until_ready(process: subprocess.Popen[bytes], output: Path) -> str:
    until = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < until:
        printed = output.read_text(encoding="utf-8", errors="replace")
        if _READY in printed:
            assert _DEAF not in printed, printed
            return printed
        time.sleep(0.2)
    raise AssertionError(f"Voordeur kwam niet op gang:\n{output.read_text(errors='replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
