"""What Rasa's tracker store costs a turn: nothing kept, in memory, SQLite. Prints a table for docs/adr/0003.

Usage: python -m benchmarks.tracker_store [CONVERSATIONS [TURNS]]

The same trained model each time, one action call a turn to a server that does nothing, a few conversations
at once. So the differences are those of the store alone.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import httpx
import uvicorn
from fastapi import FastAPI
from rich.console import Console

from channels.operations.rasa_files import RASA_DIR, rasa_environment, rasa_python, trained_model
from channels.operations.temporary import free_port
from channels.operations.training import train
from kit.settings import Settings, get_settings

READY_WITHIN = 240.0  # seconds, on a machine that is busy
WARM_UP = 20  # turns that are not counted
STORES = {
    "nothing kept (chosen)": "type: components.forgetful.ForgetfulTrackerStore",
    "in memory": "type: InMemoryTrackerStore",
    "SQLite": "type: SQL\n  dialect: sqlite\n  db: {folder}/tracker.db",
}
SENTENCES = (
    "Mag ik een kapsalon aan huis beginnen in Hilversum?",
    "welke subsidie is er voor verduurzaming",
    "ik zoek een werkplek in Huizen",
    "hoe vraag ik bbz aan",
    "bedankt",
)
console = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Figures:
    """What one store did: seconds of each turn, seconds in all, kilobytes of memory at the end."""

    turns: list[float]
    elapsed: float
    memory: int

    def row(self, store: str) -> str:
        """Write the figures as a row of the table."""
        cuts = quantiles(self.turns, n=20)
        rate = len(self.turns) / self.elapsed
        times = f"{cuts[9] * 1000:.0f} ms | {cuts[18] * 1000:.0f} ms"
        return f"| {store} | {times} | {rate:.0f} | {self.memory / 1024**2:.2f} GB |"


async def main(conversations: int, turns: int) -> None:
    """Measure every store and print the table."""
    settings = get_settings()
    await train(settings, console.print)
    console.print(f"{conversations} conversations at once, {turns} turns each\n")
    console.print("| tracker store | p50 | p95 | turns a second | memory |\n|---|---|---|---|---|")
    async with _actions() as address:
        for store, lines in STORES.items():
            with tempfile.TemporaryDirectory() as folder:
                figures = await _measure(settings, address, lines, Path(folder), conversations, turns)
            console.print(figures.row(store))


async def _measure(
    settings: Settings, actions: str, store: str, folder: Path, conversations: int, turns: int
) -> Figures:
    (folder / "endpoints.yml").write_text(
        f"action_endpoint:\n  url: {actions}\n  enable_selective_domain: true\n"
        f"tracker_store:\n  {store.format(folder=folder)}\n"
    )
    async with _rasa(settings, folder) as (client, pid):
        await _talk(client, "warm-up", WARM_UP)
        began = time.perf_counter()
        talks = (_talk(client, f"conversation-{number}", turns) for number in range(conversations))
        measured = [seconds for talk in await asyncio.gather(*talks) for seconds in talk]
        return Figures(measured, time.perf_counter() - began, _memory(pid))


async def _talk(client: httpx.AsyncClient, sender: str, turns: int) -> list[float]:
    """Hold one conversation and return the seconds of each turn."""
    seconds = []
    for turn in range(turns):
        began = time.perf_counter()
        message = {"sender": sender, "message": SENTENCES[turn % len(SENTENCES)]}
        (await client.post("/webhooks/gateway/webhook", json=message)).raise_for_status()
        seconds.append(time.perf_counter() - began)
    return seconds


@asynccontextmanager
async def _rasa(settings: Settings, folder: Path) -> AsyncIterator[tuple[httpx.AsyncClient, int]]:
    """Run Rasa with the endpoints in a folder; give a client of it and its process id."""
    port, model = free_port(), trained_model(settings)
    files = ["--endpoints", str(folder / "endpoints.yml"), "--credentials", "credentials.yml"]
    arguments = ["-m", "rasa", "run", "--model", str(model.file), *files]
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            str(rasa_python(settings)),
            *[*arguments, "--interface", "127.0.0.1", "--port", str(port)],
            cwd=RASA_DIR,
            env=rasa_environment(settings, model),
            stdout=log,
            stderr=log,
        )
    headers = {"Authorization": f"Bearer {settings.internal_secret}"}
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30
        ) as client:
            await _until_ready(client)
            yield client, process.pid
    finally:
        process.terminate()
        await process.wait()


async def _until_ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(READY_WITHIN):
        while True:
            with suppress(httpx.HTTPError):
                if (await client.get("/webhooks/gateway/ready")).is_success:
                    return
            await asyncio.sleep(0.5)


@asynccontextmanager
async def _actions() -> AsyncIterator[str]:
    """Answer every action call with nothing; give the address."""
    app = FastAPI()

    @app.post("/actions")
    async def run_action() -> dict[str, list[str]]:
        return {"events": [], "responses": []}

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    yield f"http://127.0.0.1:{port}/actions"
    server.should_exit = True
    await serving


def _memory(pid: int) -> int:
    """Return the resident memory of a process in kilobytes; Linux only."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:3]]
    asyncio.run(main(*(given + [8, 50][len(given) :])))
