"""The Rasa process: started, watched, and started again with back-off when it dies."""

import asyncio
import contextlib
import ctypes
import logging
import signal
import time
from pathlib import Path

from channels.operations.rasa_files import (
    RASA_DIR,
    Model,
    rasa_environment,
    rasa_python,
    trained_model,
    wanted_model,
)
from kit.settings import Settings

log = logging.getLogger(__name__)

FIRST_WAIT = 1.0  # seconds
LONGEST_WAIT = 30.0
STEADY_AFTER = 60.0  # a process that lived this long starts again without waiting longer than the first time
STOP_PATIENCE = 5.0
_PR_SET_PDEATHSIG = 1


class RasaProcess:
    """One Rasa server as a child of this process."""

    def __init__(self, settings: Settings) -> None:
        """Remember how to start it."""
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None
        self._wait = FIRST_WAIT

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process else None

    async def watch(self) -> None:
        """Keep Rasa running until this task is cancelled, then stop it."""
        try:
            while True:
                started = time.monotonic()
                code = await self._run_once()
                lived = time.monotonic() - started
                self._wait = FIRST_WAIT if lived > STEADY_AFTER else min(self._wait * 2, LONGEST_WAIT)
                log.warning(
                    "rasa ended with code %s after %.0f s; next try in %.0f s", code, lived, self._wait
                )
                await asyncio.sleep(self._wait)
        finally:
            await self._stop()

    async def _run_once(self) -> int:
        model = trained_model(self._settings)
        if model != wanted_model(self._settings):
            log.warning("the model is older than the sentences and the content; make one: voordeur train")
        with self._log_file().open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                str(rasa_python(self._settings)),
                *self._arguments(model),
                cwd=RASA_DIR,
                env=rasa_environment(self._settings, model),
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for us; we stop Rasa ourselves
                preexec_fn=_die_with_parent,
            )
        return await self._process.wait()

    def _arguments(self, model: Model) -> list[str]:
        files = ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
        place = ["--interface", "127.0.0.1", "--port", str(self._settings.rasa_port)]
        return ["-m", "rasa", "run", "--model", str(model.file), *files, *place]

    def _log_file(self) -> Path:
        path = self._settings.data_dir / "log" / "rasa.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    async def _stop(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_PATIENCE)
        except TimeoutError:
            process.kill()
            await process.wait()


def _die_with_parent() -> None:
    """Ask Linux to end this child when the parent is killed outright; other systems do without."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
