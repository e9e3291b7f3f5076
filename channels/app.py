"""Puts the gateway together: every channel, the endpoint for Rasa, and what all responses share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

import channels.mail.models  # noqa: F401 - registers its table
from assistant.actions.routes import add_actions
from channels.conversations import copy_routes as copies
from channels.conversations import routes as conversations
from channels.desk import routes as desk
from channels.follow import routes as follow
from channels.messaging import routes as messaging
from channels.problems import add_problem_handlers
from channels.services import Services, build_services
from channels.web import attachments, files, health, knowledge
from channels.web.articles import routes as articles
from channels.web.body_limit import BodyLimit
from channels.web.chat import copy_routes as chat_copies
from channels.web.chat import messenger_routes as chat_messengers
from channels.web.chat import routes as chat
from channels.web.checks import pages as checks_pages
from channels.web.checks import routes as checks
from channels.web.embedding import routes as embedding
from channels.web.embedding.cors import Cors
from channels.web.english import routes as english
from channels.web.headers import API_VERSION, StandardHeaders
from channels.web.landing import routes as landing
from channels.web.metrics import CountRequests
from channels.web.openapi import describe
from channels.web.privacy import routes as privacy
from channels.web.themes import routes as themes
from channels.web.widget import routes as widget
from kit.settings import Settings


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
    )
    app.state.services = services
    app.add_middleware(BodyLimit)
    app.add_middleware(CountRequests, metrics=services.metrics)
    app.add_middleware(StandardHeaders)
    app.add_middleware(Cors, embeddings=services.embeddings)
    add_problem_handlers(app)
    app.include_router(conversations.router)
    app.include_router(copies.router)
    app.include_router(messaging.codes)
    app.include_router(messaging.webhooks)
    app.include_router(knowledge.router)
    app.include_router(checks.router)
    app.include_router(embedding.router)
    app.include_router(health.router)
    add_actions(app, services.assistant)
    files.add_files(app)
    app.include_router(chat.router)
    app.include_router(chat_copies.router)
    app.include_router(chat_messengers.router)
    app.include_router(widget.router)
    app.include_router(landing.router)
    articles.add_article_pages(app, services)
    app.include_router(checks_pages.router)
    app.include_router(privacy.router)
    app.include_router(english.router)
    app.include_router(themes.router)
    app.include_router(follow.router)
    app.include_router(attachments.router)
    app.include_router(desk.router)
    app.include_router(landing.gemeenten)
    describe(app)
    return app
