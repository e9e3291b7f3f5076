"""A server on loopback that refuses what the description of the Klantinteracties API refuses."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import uvicorn
import yaml
from openapi_schema_validator import OAS30WriteValidator
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kit.settings import ROOT

TOKEN = "een-token-voor-de-toets"
BASE = "/klantinteracties/api/v1"
FILE = "shared/specs/klantinteracties-openapi.yaml"

type Thing = dict[str, Any]


def description_file() -> Path | None:
    """Return where the description of the API lies: in `shared`, beside the project."""
    return next((path for folder in ROOT.parents if (path := folder / FILE).exists()), None)


@lru_cache
def description() -> Thing:
    path = description_file()
    assert path is not None
    found: Thing = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


@dataclass
class Fault:
    """What goes wrong at a call, counted from 1: a status, or `lost`: done, but the answer is lost."""

    at: int
    what: int | str


@dataclass
class OpenKlantServer:
    """What was made, which calls came, and what goes wrong."""

    url: str = ""
    things: dict[str, dict[str, Thing]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    fault: Fault | None = None

    def all(self, path: str) -> list[Thing]:
        return list(self.things.get(path, {}).values())

    async def answer(self, request: Request) -> Response:
        self.calls.append(f"{request.method} {request.url.path.removeprefix(BASE)}")
        fault = self.fault if self.fault and self.fault.at == len(self.calls) else None
        if fault and isinstance(fault.what, int):
            return _problem(fault.what, [])
        if request.headers.get("Authorization") != f"Token {TOKEN}":
            return _problem(401, [])
        answer = await self._handle(request)
        if fault:  # the work is done, the connection breaks
            return Response(status_code=200, content=b"", headers={"Content-Length": "10"})
        return answer

    async def _handle(self, request: Request) -> Response:
        path, _, thing_id = request.url.path.removeprefix(f"{BASE}/").partition("/")
        known = self.things.setdefault(path, {})
        if request.method == "GET" and not thing_id:
            return self._list(path, known, request)
        if request.method == "POST":
            return self._make(path, known, await request.json())
        if thing_id not in known:
            return _problem(404, [])
        if request.method == "PATCH":
            return self._change(path, known[thing_id], await request.json())
        return JSONResponse(known[thing_id])

    def _list(self, path: str, known: dict[str, Thing], request: Request) -> Response:
        allowed = {each["name"] for each in description()["paths"][f"/{path}"]["get"]["parameters"]}
        strange = [name for name in request.query_params if name not in allowed]
        if strange:
            return self._refuse(path, strange)
        asked = {name: value for name, value in request.query_params.items() if name != "pageSize"}
        found = [each for each in known.values() if all(_fits(each, *one) for one in asked.items())]
        return JSONResponse({"count": len(found), "next": None, "previous": None, "results": found})

    def _make(self, path: str, known: dict[str, Thing], body: Thing) -> Response:
        wrong = _mistakes(description()["paths"][f"/{path}"]["post"], body)
        missing = [name for name, value in _links(body) if value not in self._ids()]
        if wrong or missing:
            return self._refuse(path, [*wrong, *missing])
        made = str(uuid.uuid4())
        known[made] = {**body, "uuid": made, "url": f"{self.url}/{path}/{made}"}
        return JSONResponse(known[made], 201)

    def _change(self, path: str, thing: Thing, body: Thing) -> Response:
        wrong = _mistakes(description()["paths"][f"/{path}/{{uuid}}"]["patch"], body)
        if wrong:
            return self._refuse(path, wrong)
        thing.update(body)
        return JSONResponse(thing)

    def _refuse(self, path: str, wrong: list[str]) -> Response:
        self.refused += [f"{path}: {each}" for each in wrong]
        return _problem(400, wrong)

    def _ids(self) -> set[str]:
        return {thing_id for known in self.things.values() for thing_id in known}


def _mistakes(operation: Thing, body: Thing) -> list[str]:
    """Return the fields of a body that its schema refuses; polymorphic actors by their kind."""
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    if schema["$ref"].endswith("/Actor"):
        schema = {"$ref": f"#/components/schemas/{body.get('soortActor')}_ActorSerializer"}
    whole = {**schema, "components": description()["components"]}
    errors = OAS30WriteValidator(whole).iter_errors(body)
    return [".".join(map(str, error.absolute_path)) or error.message[:60] for error in errors]


def _links(body: Thing) -> list[tuple[str, str]]:
    """Return the ids that a body names, with the field that names them."""
    found = [
        (name, value["uuid"]) for name, value in body.items() if isinstance(value, dict) and "uuid" in value
    ]
    lists = ((name, one) for name, value in body.items() if isinstance(value, list) for one in value)
    return [*found, *((name, one["uuid"]) for name, one in lists)]


def _fits(thing: Thing, name: str, value: str) -> bool:
    """Tell whether a thing answers to one query parameter."""
    if name.startswith(("actoridentificator", "onderwerpobjectidentificator")):
        prefix = "actoridentificator" if name.startswith("actor") else "onderwerpobjectidentificator"
        key = name.removeprefix(prefix)
        return bool(thing[prefix][key[0].lower() + key[1:]] == value)
    if name.endswith("__uuid"):
        return bool((thing.get(name.removesuffix("__uuid")) or {}).get("uuid") == value)
    return bool(thing.get(name) == value)


def _problem(status: int, wrong: list[str]) -> Response:
    reasons = [{"name": each, "code": "invalid", "reason": "Ongeldig."} for each in wrong]
    return JSONResponse({"status": status, "title": "fout", "invalidParams": reasons}, status)


@asynccontextmanager
async def running_open_klant() -> AsyncIterator[OpenKlantServer]:
    """Serve on a free port of this machine during the block."""
    state = OpenKlantServer()
    routes = [Route(f"{BASE}/{{rest:path}}", state.answer, methods=["GET", "POST", "PATCH"])]
    config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    state.url = f"http://127.0.0.1:{port}{BASE}"
    try:
        yield state
    finally:
        server.should_exit = True
        await serving
