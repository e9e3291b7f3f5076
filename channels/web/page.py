"""The chat page on `/chat`: a shell with everything that can be said without JavaScript."""

from pathlib import Path
from typing import Any, override

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from channels.conversations.text import LONGEST_TEXT
from channels.services import TheServices
from knowledge.topics import TOPICS

_HERE = Path(__file__).parent
_templates = Jinja2Templates(_HERE / "templates")

router = APIRouter(include_in_schema=False)


@router.get("/")
async def go_to_chat(request: Request) -> RedirectResponse:
    """Bring whoever comes to the front of the site to the chat, with what they chose."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/chat{query}", 307)


@router.get("/chat", response_class=HTMLResponse)
async def chat_page(request: Request, services: TheServices) -> HTMLResponse:
    """Show the page; the conversation itself starts in the browser, over the public API."""
    areas = services.library.areas
    return _templates.TemplateResponse(
        request,
        "chat.html",
        {
            "region": areas.region_name,
            "topics": TOPICS,
            "gemeenten": {slug: areas.name(slug) for slug in areas.region_gemeenten},
            "languages": services.library.languages.known,
            "days": services.settings.conversation_days,
            "longest": LONGEST_TEXT,
        },
    )


class _FreshFiles(StaticFiles):
    """Files that a browser may keep, but asks about every time: after an upgrade no old part stays behind."""

    @override
    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def add_page(app: FastAPI) -> None:
    """Serve the page and its files."""
    app.include_router(router)
    app.mount("/static", _FreshFiles(directory=_HERE / "static"), name="static")
