"""Rasa as a child process: started again when it dies, and never left behind."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from channels.operations import rasa_process
from channels.operations.rasa_files import wanted_model
from channels.operations.rasa_process import RasaProcess
from kit.settings import Settings

FAST = 0.05  # seconds


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa_process, "FIRST_WAIT", FAST)
    monkeypatch.setattr(rasa_process, "STOP_PATIENCE", 0.5)


def fake(settings: Settings, tmp_path: Path, script: str) -> Settings:
    """Return settings in which Rasa's Python is a small shell script that counts its starts."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "start $@" >> "{tmp_path}/starts"\n{script}\n')
    python.chmod(0o755)
    wanted_model(settings).pipeline.mkdir(parents=True)
    model = wanted_model(settings).file
    model.parent.mkdir(parents=True)
    model.touch()
    return settings.model_copy(update={"rasa_python": str(python)})


def starts(tmp_path: Path) -> list[str]:
    path = tmp_path / "starts"
    return path.read_text().splitlines() if path.exists() else []


def endings(caplog: pytest.LogCaptureFixture) -> list[tuple[object, ...]]:
    """Return the code, the life and the wait of each process that ended, as they were logged."""
    said = [record.args for record in caplog.records if record.name == rasa_process.__name__]
    return [args for args in said if isinstance(args, tuple)]


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):  # long, for a machine that has much else to do
        while not happened():
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def watched(process: RasaProcess) -> AsyncIterator[None]:
    watcher = asyncio.create_task(process.watch())
    try:
        yield
    finally:
        watcher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watcher


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_it_is_started_with_our_model_and_port(settings: Settings, tmp_path: Path) -> None:
    async with watched(RasaProcess(fake(settings, tmp_path, "exec sleep 60"))):
        await until(lambda: bool(starts(tmp_path)))
    [line] = starts(tmp_path)
    assert "rasa run" in line and "--port 5005" in line and "--interface 127.0.0.1" in line


async def test_a_model_that_is_older_than_the_content_is_used_and_said_to_be(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ready = fake(settings, tmp_path, "exec sleep 60")
    for path in (wanted_model(ready).file, wanted_model(ready).pipeline):
        path.rename(path.with_name(path.name.replace(wanted_model(ready).name, "older")))
    async with watched(RasaProcess(ready)):
        await until(lambda: bool(starts(tmp_path)))
    assert "older.tar.gz" in starts(tmp_path)[0]
    assert "older than the sentences" in caplog.text


async def test_a_process_that_dies_is_started_again_each_time_a_little_later(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with watched(RasaProcess(fake(settings, tmp_path, "exit 7"))):
        await until(lambda: len(starts(tmp_path)) >= 4)
    codes, _, waits = zip(*endings(caplog), strict=True)
    assert waits[:3] == (2 * FAST, 4 * FAST, 8 * FAST)
    assert set(codes) == {7}


async def test_the_wait_has_an_end(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rasa_process, "LONGEST_WAIT", 3 * FAST)
    async with watched(RasaProcess(fake(settings, tmp_path, "exit 1"))):
        await until(lambda: len(starts(tmp_path)) >= 4)
    assert [wait for _, _, wait in endings(caplog)][:3] == [2 * FAST, 3 * FAST, 3 * FAST]


async def test_a_process_that_lived_long_is_started_again_at_once(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rasa_process, "STEADY_AFTER", 0.0)
    async with watched(RasaProcess(fake(settings, tmp_path, "exit 1"))):
        await until(lambda: len(starts(tmp_path)) >= 4)
    assert {wait for _, _, wait in endings(caplog)} == {FAST}


async def test_a_killed_process_comes_back(settings: Settings, tmp_path: Path) -> None:
    process = RasaProcess(fake(settings, tmp_path, "exec sleep 60"))
    async with watched(process):
        await until(lambda: len(starts(tmp_path)) == 1 and process.pid is not None)
        first = process.pid
        assert first is not None
        os.kill(first, 9)
        await until(lambda: len(starts(tmp_path)) == 2 and process.pid != first)


@pytest.mark.parametrize("script", ["exec sleep 60", "trap '' TERM; while :; do sleep 0.1; done"])
async def test_stopping_leaves_no_process_behind(settings: Settings, tmp_path: Path, script: str) -> None:
    process = RasaProcess(fake(settings, tmp_path, script))
    async with watched(process):
        await until(lambda: bool(starts(tmp_path)) and process.pid is not None)
        pid = process.pid
    assert pid is not None and not alive(pid)


async def test_what_it_prints_is_kept(settings: Settings, tmp_path: Path) -> None:
    async with watched(RasaProcess(fake(settings, tmp_path, "echo 'model not found' >&2; exit 1"))):
        await until(lambda: len(starts(tmp_path)) >= 2)
    assert "model not found" in (settings.data_dir / "log" / "rasa.log").read_text()
