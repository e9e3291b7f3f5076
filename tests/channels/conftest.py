"""A whole gateway with a small knowledge store, and a scripted assistant in the place of Rasa."""

import asyncio
import contextlib
import dataclasses
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from channels_builders import ARTICLE, ScriptedAssistant, Talk, until
from fastapi import FastAPI
from filled_databases import Imported, fill
from sqlalchemy import make_url

from channels.app import create_app
from channels.conversations.locks import LocalLocks
from channels.conversations.service import Conversations
from channels.services import Services, build_messengers, build_services
from kit.settings import ROOT, Settings

# A few areas only: reading all of the Netherlands for every test takes a second.
AREAS = """
gemeenten:
  hilversum: {name: Hilversum, kernen: [Hilversum], postcodes: ["1200-1223"]}
  gooise-meren: {name: Gooise Meren, kernen: [Naarden, Bussum]}
  eemnes: {name: Eemnes}
  laren: {name: Laren}
  utrecht: {name: Utrecht}
regions:
  gooi-en-vechtstreek: {name: Gooi en Vechtstreek, gemeenten: [eemnes, gooise-meren, hilversum, laren]}
"""


def _write_article(folder: Path, name: str, place: str, area: str, question: str, until: str) -> None:
    path = folder / "articles" / "werken-aan-huis" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ARTICLE.format(id=name, place=place, area=area, question=question, until=until))


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    """The real replies with a few areas and three articles of our own, one of them expired."""
    folder, real = tmp_path / "content", ROOT / "knowledge" / "content"
    shutil.copytree(
        real, folder, ignore=shutil.ignore_patterns("articles", "areas.yaml", "vocabulary", "checks")
    )
    (folder / "areas.yaml").write_text(AREAS)
    (folder / "vocabulary").mkdir()
    for name in ("trades", "schemes"):
        (folder / "vocabulary" / f"{name}.yaml").write_text(f"{name}: []\n")
    (folder / "vocabulary" / "synonyms.yaml").write_text("groups: []\n")
    _write_article(folder, "kapsalon-hilversum", "Hilversum", "hilversum", "kapsalon aan huis", "2099-01-01")
    _write_article(folder, "kapsalon-laren", "Laren", "laren", "knippen in mijn garage", "2099-01-01")
    _write_article(folder, "kapsalon-oud", "Eemnes", "eemnes", "oude vraag over knippen", "2026-11-02")
    return folder


@pytest.fixture
def settings(tmp_path: Path, content_dir: Path) -> Settings:
    return Settings(
        _env_file=None,
        data_dir=tmp_path,
        content_dir=content_dir,
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'voordeur.db'}",
        redis_url="",
        rasa_url="http://127.0.0.1:9",  # the discard port: nobody is home
        worker_in_gateway=False,
        rate_client="none",
        rate_start="none",
        rate_conversation="none",
        rate_follow="none",
    )


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """The databases of this session: making one takes far longer than copying it."""
    return Imported(tmp_path_factory.mktemp("imported"))


@pytest.fixture
async def services(
    settings: Settings, assistant: ScriptedAssistant, sqlite_template: Path, imported: Imported
) -> Services:
    path = make_url(settings.database).database if settings.database.startswith("sqlite") else None
    if path:
        shutil.copyfile(await imported.path(settings.content_dir, sqlite_template), path)
    else:
        await fill(settings.database, settings.content_dir)
    services = build_services(settings)
    conversations = Conversations(services.database, assistant, services.hub, LocalLocks())
    parts = (services.database, services.library, conversations, LocalLocks(), services.metrics)
    messengers = build_messengers(settings, *parts)
    return dataclasses.replace(services, conversations=conversations, messengers=messengers)


@pytest.fixture
async def app(settings: Settings, services: Services) -> AsyncIterator[FastAPI]:
    app = create_app(settings, services)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voordeur.test") as client:
        yield client


@pytest.fixture
async def talk(client: httpx.AsyncClient) -> Talk:
    started = (await client.post("/v1/conversations", json={})).json()
    return Talk(client, started["id"], started["token"])


@pytest.fixture
async def base_url(app: FastAPI) -> AsyncIterator[str]:
    """The address of the same gateway behind a real server, for streams and the terminal."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve([listening]))
    await until(lambda: server.started)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait_for(serving, 10)
    listening.close()
