"""The proxy's own configuration, run by a real Caddy in front of a server that says what reached it."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from servers import free_port, require

from kit.settings import ROOT

START_SECONDS = 15.0


class Gateway(BaseHTTPRequestHandler):
    """Answers everything with the path and the visitor's address as they came through."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{self.path} {self.headers['X-Forwarded-For']}".encode())

    do_POST = do_GET  # noqa: N815 - the name is how the library finds it

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""


@pytest.fixture(scope="module")
def gateway_port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture(scope="module")
def proxy(gateway_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the proxy."""
    caddy, port, home = require("caddy", "caddy"), free_port(), tmp_path_factory.mktemp("caddy")
    variables = {
        "SITE_ADDRESS": f"http://127.0.0.1:{port}",
        "GATEWAY_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(gateway_port),
        "HEALTH_PORT": str(free_port()),
        "HOME": str(home),
    }
    command = [caddy, "run", "--config", ROOT / "deploy/proxy/Caddyfile", "--adapter", "caddyfile"]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, env=os.environ | variables, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{variables['HEALTH_PORT']}/health", process)
        yield variables["SITE_ADDRESS"]
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(address).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the proxy does not start")


@pytest.mark.parametrize(
    "path",
    [
        "/internal/actions",
        "/internal",
        "/INTERNAL/actions",
        "//internal/actions",
        "/%69nternal/actions",
        "/internal%2Factions",
        "/v1/../internal/actions",
        "/metrics",
        "/metrics/",
        "/Metrics",
        "/%6Detrics",
        "/metrics?x=1",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_outside_reaches_metrics_or_actions(proxy: str, method: str, path: str) -> None:
    # A URL object with a raw path: httpx would tidy up a path in a string.
    address = httpx.URL(proxy).copy_with(raw_path=path.encode())
    with httpx.Client() as client:
        answer = client.send(httpx.Request(method, address))
    assert answer.status_code == 404
    assert answer.text == ""


@pytest.mark.parametrize("path", ["/", "/v1/articles?q=a%20b", "/desk", "/static/chat.css", "/health/ready"])
def test_everything_else_goes_through_as_it_came(proxy: str, path: str) -> None:
    answer = httpx.get(f"{proxy}{path}")
    assert answer.status_code == 200
    assert answer.text.split()[0] == path


def test_a_visitor_cannot_choose_the_address_that_the_gateway_sees(proxy: str) -> None:
    answer = httpx.get(proxy, headers={"X-Forwarded-For": "203.0.113.7"})
    assert answer.text.split()[1] == "127.0.0.1"


def test_browsers_are_told_to_stay_on_https(proxy: str) -> None:
    assert "max-age=" in httpx.get(proxy).headers["Strict-Transport-Security"]
