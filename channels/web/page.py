"""The front of the site, and the files of its pages."""

from pathlib import Path
from typing import Any, override

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles

_HERE = Path(__file__).parent

router = APIRouter(include_in_schema=False)


@router.get("/")
async def go_to_chat(request: Request) -> RedirectResponse:
    """Bring whoever comes to the front of the site to the chat, with what they chose."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/chat{query}", 307)


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
