"""Where the widget is: `/voordeur.js` for the newest, `/widget/<version>/` for what never changes."""

import re

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from channels.services import TheServices
from channels.web.widget.files import WidgetFile, read_widget
from channels.web.widget.versions import kept_file

# The newest, looked at again after five minutes: an upgrade reaches every website by itself. Whoever came
# before gets the button also while the server is away, and then sees how to reach people.
_FRESH = "public, max-age=300, stale-while-revalidate=604800"
_FOREVER = "public, max-age=31536000, immutable"
_VERSION = re.compile(r"[0-9a-f]{16}")
_NAME = re.compile(r"[a-z-]{1,37}\.js")

router = APIRouter(include_in_schema=False)


@router.get("/voordeur.js")
async def newest_loader(request: Request) -> Response:
    """Serve the loader that websites name without a version."""
    return _script(request, read_widget().loader, _FRESH)


@router.get("/widget/{version}/{name}")
async def versioned_file(request: Request, version: str, name: str, services: TheServices) -> Response:
    """Serve a file of this version or an earlier one, for as long as a browser likes to keep it."""
    widget, file = read_widget(), None
    if version == widget.version:
        file = widget.files.get(name)
    elif _VERSION.fullmatch(version) and _NAME.fullmatch(name):
        async with services.database.reading() as session:
            file = await kept_file(session, version, name)
    if file is None:
        raise HTTPException(404)
    return _script(request, file, _FOREVER)


def _script(request: Request, file: WidgetFile, cache: str) -> Response:
    """Answer with a script that any website may load: there is nothing of anybody in it."""
    headers = {
        "Cache-Control": cache,
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Accept-Encoding",
        "ETag": f'"{file.integrity.removeprefix("sha384-")[:32]}"',
    }
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(file.compressed, headers=headers, media_type="text/javascript; charset=utf-8")
    return Response(file.content, headers=headers, media_type="text/javascript; charset=utf-8")
