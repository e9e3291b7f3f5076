"""A gateway with the real checks, and what a test reads from its pages."""

import asyncio
from html.parser import HTMLParser
from pathlib import Path

from fastapi import FastAPI

from channels.app import create_app
from channels.services import build_services
from kit.database import Base
from kit.settings import Settings


def checking_app(folder: Path) -> FastAPI:
    """Make a gateway that has loaded the real checks, and no articles."""
    settings = Settings(
        _env_file=None,
        data_dir=folder,
        database_url=f"sqlite+aiosqlite:///{folder / 'voordeur.db'}",
        redis_url="",
        rasa_url="http://127.0.0.1:9",  # the discard port: nobody is home
        worker_in_gateway=False,
        rate_client="none",
        rate_start="none",
    )
    services = build_services(settings)
    asyncio.run(_load(services))
    return create_app(settings, services)


async def _load(services) -> None:  # type: ignore[no-untyped-def]
    async with services.database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await services.library.load()
    await services.database.close()


class PageReader(HTMLParser):
    """The tags of a page, and the words in it."""

    def __init__(self, html: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def by_id(self, wanted: str) -> dict[str, str | None] | None:
        """Return the attributes of the one element with this id."""
        found = [attrs for _, attrs in self.tags if attrs.get("id") == wanted]
        assert len(found) <= 1, f"{wanted} staat er twee keer"
        return found[0] if found else None

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        """Return the attributes of every tag with these values."""
        return [
            attrs
            for name, attrs in self.tags
            if name == tag and all(attrs.get(key) == value for key, value in wanted.items())
        ]
