"""What every command needs: settings, a transaction, and a way to say how far it is."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from rich.console import Console
from uvicorn.loops.auto import auto_loop_factory

from kit.database import Database
from kit.errors import VoordeurError
from kit.logging import configure_logging
from kit.settings import Settings, get_settings

console = Console(highlight=False)


def progress(text: str) -> None:
    """Say how far it is."""
    console.print(f"[dim]voordeur[/dim] {text}", soft_wrap=True)


def read_settings() -> Settings:
    """Return the settings, with the log as they want it."""
    settings = get_settings()
    configure_logging(settings.log_level)
    return settings


def wait(task: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end; an error inside a task group comes out as itself, Ctrl-C as a quiet end."""
    try:
        return asyncio.run(task, loop_factory=auto_loop_factory())
    except* VoordeurError as group:
        raise group.exceptions[0] from None
    except* KeyboardInterrupt:
        progress("gestopt")
    return None


def in_transaction(work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
    """Run work in one transaction on the configured database."""

    async def run() -> Any:
        database = Database(read_settings().database)
        try:
            async with database.transaction() as session:
                return await work(session)
        finally:
            await database.close()

    return wait(run())
