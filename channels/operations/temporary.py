"""A whole Voordeur of its own for as long as a measurement or a test takes."""

import asyncio
import contextlib
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from channels.operations.errors import OperationsError
from kit.settings import Settings

READY_WITHIN = 600.0  # seconds; a model may have to be trained first
LOOK_EVERY = 0.5


@contextlib.asynccontextmanager
async def running_voordeur(settings: Settings) -> AsyncIterator[str]:
    """Run `voordeur run` on free ports with an empty database and the trained model; give its address.

    Raises:
        OperationsError: it does not get ready; the message holds what it printed.
    """
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | _variables(settings, port, Path(folder))
        with (Path(folder) / "output").open("w+b") as output:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "channels.cli", "run", env=environment, stdout=output, stderr=output
            )
            try:
                await _until_ready(process, f"http://127.0.0.1:{port}", Path(output.name))
                yield f"http://127.0.0.1:{port}"
            finally:
                await _stop(process)


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _variables(settings: Settings, port: int, folder: Path) -> dict[str, str]:
    return {
        "VOORDEUR_PORT": str(port),
        "VOORDEUR_RASA_PORT": str(free_port()),
        "VOORDEUR_RASA_URL": "",
        "VOORDEUR_ACTIONS_URL": "",
        "VOORDEUR_PUBLIC_URL": "",
        "VOORDEUR_DATA_DIR": str(settings.data_dir.resolve()),
        "VOORDEUR_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'voordeur.db'}",
    }


async def _until_ready(process: asyncio.subprocess.Process, address: str, output: Path) -> None:
    started = time.monotonic()
    async with httpx.AsyncClient(base_url=address, timeout=2.0) as client:
        while process.returncode is None and time.monotonic() - started < READY_WITHIN:
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get("/health/ready")).is_success:
                    return
            await asyncio.sleep(LOOK_EVERY)
    raise OperationsError(f"Voordeur kwam niet op gang:\n{output.read_text(errors='replace')}")


async def _stop(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 15)
    except TimeoutError:
        process.kill()
        await process.wait()
