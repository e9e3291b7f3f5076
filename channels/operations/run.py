"""`voordeur run`: everything on one machine, until Ctrl-C."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import uvicorn
from fastapi import FastAPI

from channels.app import create_app
from channels.operations.errors import OperationsError
from channels.operations.preparation import Login, check_place, check_port, first_logins, prepare
from channels.operations.rasa_process import RasaProcess
from channels.operations.sockets import allow_many_connections, listen
from channels.operations.training import Progress, train
from channels.operations.worker import deliver_to_messengers, work
from channels.services import Services
from kit.settings import Settings
from knowledge.files import read_content

READY_WITHIN = 120.0  # seconds for Rasa to load its model
LOOK_EVERY = 0.3
STREAMS_END_WITHIN = 2  # seconds; an event stream never ends by itself


async def run(settings: Settings, progress: Progress) -> None:
    """Prepare, train, start Rasa and the gateway, say when both answer, and serve until stopped.

    Raises:
        VoordeurError: something stands in the way; the message says what to do.
    """
    check_place(settings)
    check_port(settings.host, settings.port, "VOORDEUR_PORT")
    if not settings.rasa_url:
        check_port("127.0.0.1", settings.rasa_port, "VOORDEUR_RASA_PORT")
    content = read_content(settings.content_dir)
    await prepare(settings, content, progress)
    trained = await train(settings, progress)  # after the import: it learns from what the desk published too
    progress("het model is getraind" if trained else "het model is nog bij")
    async with _rasa(settings, progress):
        await serve(settings, progress, await first_logins(settings))


async def serve(settings: Settings, progress: Progress, logins: list[Login]) -> None:
    """Serve the gateway until it is told to stop; periodic tasks run along where the settings say so."""
    allow_many_connections()
    app = create_app(settings)
    server = uvicorn.Server(server_config(app, settings))
    services: Services = app.state.services
    async with asyncio.TaskGroup() as tasks:
        side = [tasks.create_task(_announce(server, services, progress, logins))]
        if settings.worker_in_gateway:
            side.append(tasks.create_task(work(services)))
        elif services.messengers.adapters:
            side.append(tasks.create_task(deliver_to_messengers(services)))
        await server.serve([listen(server.config)])
        for task in side:
            task.cancel()
    if not server.started:
        raise OperationsError(f"De gateway kan niet luisteren op {settings.base_url}.")


def server_config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """Return how the gateway is served: no list of visits is kept, for a question may stand in an address."""
    return uvicorn.Config(
        app,
        settings.host,
        settings.port,
        log_config=None,
        access_log=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=STREAMS_END_WITHIN,
    )


@contextlib.asynccontextmanager
async def _rasa(settings: Settings, progress: Progress) -> AsyncIterator[None]:
    """Keep a Rasa of our own running during the block, unless one runs elsewhere."""
    if settings.rasa_url:
        yield
        return
    progress("Rasa en de gateway worden gestart")
    watcher = asyncio.create_task(RasaProcess(settings).watch())
    try:
        yield
    finally:
        watcher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watcher


async def _announce(
    server: uvicorn.Server, services: Services, progress: Progress, logins: list[Login]
) -> None:
    """Wait until gateway and Rasa answer, then print where to go."""
    while not server.started:
        await asyncio.sleep(LOOK_EVERY)
    understood = await _rasa_answers(services)
    settings = services.settings
    if not understood:
        progress("Rasa antwoordt nog niet; keuzes en doorsturen werken wel. Zie `voordeur doctor`.")
    progress(f"Voordeur is klaar.\n\n  Chat:  {settings.base_url}/chat\n  Desk:  {settings.base_url}/desk\n")
    for email, name, password in logins:
        progress(f"  inloggen als {email} ({name}), wachtwoord: {password}")
    if logins:
        progress(
            "Deze wachtwoorden worden maar één keer getoond. Bewaar ze. "
            "Nieuwe log-ins maakt u aan de desk, bij Gebruikers."
        )
    progress("Ctrl-C stopt alles.")


async def _rasa_answers(services: Services) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(READY_WITHIN):
            while not await services.engine.reachable():
                await asyncio.sleep(LOOK_EVERY)
            return True
    return False
