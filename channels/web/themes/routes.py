"""/theme/<name>.css: the look of a gemeente, small, from our own address."""

import re

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from channels.services import TheServices
from channels.web.articles.cache import cached
from channels.web.themes.files import sheet
from knowledge.schemas import SLUG

router = APIRouter(include_in_schema=False)


@router.api_route("/theme/{name}.css", methods=["GET", "HEAD"])
async def show_theme(request: Request, name: str, services: TheServices) -> Response:
    """Serve a theme; a browser asks every time whether it changed."""
    folder = services.settings.themes_dir
    css = sheet(folder, name) if folder and re.fullmatch(SLUG, name) else ""
    if not css:
        raise HTTPException(404)
    return cached(request, Response(css, media_type="text/css; charset=utf-8"))
