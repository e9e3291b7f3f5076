"""Puts the gateway together: every channel, the endpoint for Rasa, and what all responses share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from assistant.actions.routes import actions_router
from channels.conversations import routes as conversations
from channels.problems import add_problem_handlers
from channels.services import Services, build_services
from channels.web import health, knowledge, page
from channels.web.headers import API_VERSION, StandardHeaders
from channels.web.metrics import CountRequests
from channels.web.openapi import describe
from kit.settings import Settings

# A text of 1,000 characters, escaped in JSON as wasteful as can be, with room to spare.
LARGEST_BODY = 64 * 1024
# Rasa sends the whole tracker of a conversation with every action call.
LARGEST_ACTION_CALL = 8 * 1024 * 1024


def create_app(settings: Settings, services: Services | None = None) -> FastAPI:
    """Make the gateway for these settings, or around services made before; it connects when it starts."""
    services = services or build_services(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with services.running():
            yield

    app = FastAPI(
        title="Voordeur",
        version=API_VERSION,
        lifespan=lifespan,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        max_body_size=LARGEST_BODY,
    )
    app.state.services = services
    app.add_middleware(CountRequests, metrics=services.metrics)
    app.add_middleware(StandardHeaders)
    add_problem_handlers(app)
    app.include_router(conversations.router)
    app.include_router(knowledge.router)
    app.include_router(health.router)
    app.include_router(actions_router(services.assistant), max_body_size=LARGEST_ACTION_CALL)
    page.add_page(app)
    # The desk joins here: app.include_router(channels.desk.routes.router).
    describe(app)
    return app
