"""Rasa's calls of actions go over one connection, and fail as they did without that."""

import json
import os
import subprocess

import pytest

from kit.settings import ROOT

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"

_CALLS = """
import asyncio, json
from aiohttp import web
from components import action_calls
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

seen = []

async def answer(request):
    body = await request.json()
    seen.append([request.transport.get_extra_info("peername"), request.headers.get("Authorization")])
    return web.json_response({"got": body}, status=body.get("status", 200))

async def main():
    app = web.Application()
    app.router.add_post("/actions", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    endpoint = EndpointConfig(f"http://127.0.0.1:{port}/actions", headers={"Authorization": "Bearer x"})
    action_calls.IDLE_SECONDS = 0.3
    calls = action_calls.keep_connections()
    answers = [await endpoint.request(json={"turn": turn}) for turn in range(3)]
    try:
        await endpoint.request(json={"status": 500})
    except ClientResponseError as error:
        answers.append(error.status)
    await asyncio.sleep(0.8)
    await endpoint.request(json={})
    await calls.close()
    await runner.cleanup()
    connections, tokens = zip(*seen)
    print(json.dumps([answers, [each == connections[0] for each in connections], tokens]))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def called() -> list[list[object]]:
    ran = subprocess.run(
        [str(PYTHON), "-c", _CALLS],
        env=os.environ | {"PYTHONPATH": str(ROOT / "assistant" / "rasa"), "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    assert "Unclosed" not in ran.stderr
    found: list[list[object]] = json.loads(ran.stdout.splitlines()[-1])
    return found


def test_answers_and_errors_are_those_of_the_actions(called: list[list[object]]) -> None:
    assert called[0] == [*({"got": {"turn": turn}} for turn in range(3)), 500]


def test_a_connection_stays_until_it_was_idle_for_long(called: list[list[object]]) -> None:
    assert called[1] == [True, True, True, True, False]


def test_every_call_carries_the_token(called: list[list[object]]) -> None:
    assert called[2] == ["Bearer x"] * 5
