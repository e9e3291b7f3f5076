"""What the tests of writing articles share."""

import httpx
from fastapi import FastAPI

from channels.services import Services

NEW = "/desk/articles/new"


async def public(app: FastAPI, services: Services, article_id: str) -> httpx.Response:
    """What everybody gets of an article, once this process has looked for changes."""
    await services.library.refresh()
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://voordeur.test") as client:
        return await client.get(f"/v1/articles/{article_id}")
