"""Both systems, started for a measurement and stopped after it."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.evaluation.examples import Example, fingerprint, identity
from benchmarks.speed.people import Opening, with_stock, with_voordeur
from benchmarks.speed.processes import children
from benchmarks.stock_rasa import measure
from benchmarks.stock_rasa.project import HERE
from channels.operations.errors import OperationsError
from channels.operations.rasa_files import rasa_python
from channels.operations.temporary import free_port, whole_voordeur
from kit.settings import Settings
from knowledge.files import Content

ACTION = "action_answer"
READY_WITHIN = 300.0  # seconds, on a machine that is busy
SERVER = HERE / "server"


@dataclass(frozen=True)
class Running:
    """A system that answers: where, how to talk with it, its processes, and how long it took to start."""

    address: str
    opening: Opening
    processes: Mapping[str, int]
    start: float


@contextmanager
def voordeur(settings: Settings) -> Iterator[tuple[Running, str]]:
    """Run Voordeur as `make run` does, and give the address of its database too.

    The database is empty before, so migrating and importing are in its start.
    """
    began = time.monotonic()
    with whole_voordeur(settings) as running:
        start = time.monotonic() - began
        [rasa] = children(running.pid)
        processes = {"gateway": running.pid, "Rasa": rasa}
        yield Running(running.address, with_voordeur, processes, start), running.database_url


def trained_stock(settings: Settings, content: Content, examples: Sequence[Example]) -> tuple[Path, float]:
    """Train the stock project unless that was done; return its folder and the seconds that it took.

    Raises:
        OperationsError: the training fails.
    """
    recipe = (path.read_text() for path in (HERE / "config.yml", HERE / "project.py"))
    known = fingerprint(identity(examples), ACTION, *recipe)
    project = settings.data_dir.resolve() / "stock_rasa" / f"speed-{known}"
    seconds = measure.trained(settings, project, content, examples, ACTION)
    shutil.copytree(SERVER, project, dirs_exist_ok=True)
    return project, seconds


@contextmanager
def stock(settings: Settings, project: Path) -> Iterator[Running]:
    """Run a trained stock project: its action server and Rasa, with the conversations in SQLite."""
    port, actions_port = free_port(), free_port()
    (project / "tracker.db").unlink(missing_ok=True)
    actions = ["-m", "rasa_sdk", "--actions", "actions", "--port", str(actions_port)]
    server = ["-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port)]
    webhook = {"STOCK_ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook"}
    began = time.monotonic()
    with ExitStack() as stack:
        python = str(rasa_python(settings))
        environment = measure.environment(project) | webhook
        pids = [
            stack.enter_context(_process([python, *each], project, environment)) for each in (actions, server)
        ]
        _until_answered(f"http://127.0.0.1:{actions_port}/health")
        _until_answered(f"http://127.0.0.1:{port}/")
        processes = dict(zip(("action server", "Rasa"), pids, strict=True))
        yield Running(f"http://127.0.0.1:{port}", with_stock, processes, time.monotonic() - began)


@contextmanager
def _process(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Iterator[int]:
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603  our own command
            command, cwd=folder, env={**os.environ, **environment}, stdout=log, stderr=log
        )
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def _until_answered(url: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            if httpx.get(url, timeout=5).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise OperationsError(f"{url} does not answer; the log is in the project's folder.")
