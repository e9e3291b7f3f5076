"""The files of the pages: styles, scripts and pictures."""

from pathlib import Path
from typing import Any, override

from fastapi import FastAPI
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles

_HERE = Path(__file__).parent


class _FreshFiles(StaticFiles):
    """Files that a browser may keep, but asks about every time: after an upgrade no old part stays behind."""

    @override
    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def add_files(app: FastAPI) -> None:
    """Serve the files."""
    app.mount("/static", _FreshFiles(directory=_HERE / "static"), name="static")
