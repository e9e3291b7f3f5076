"""How the gateway is served: what is logged of a visit, and whom it believes."""

import asyncio
import logging
import socket

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from channels.operations.run import server_config
from kit.settings import Settings


async def test_what_somebody_asks_in_an_address_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # the client of this test, not the server
    logging.getLogger("httpcore").setLevel(logging.WARNING)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(server_config(FastAPI(), Settings(_env_file=None)))
    serving = asyncio.create_task(server.serve([listening]))
    while not server.started:
        await asyncio.sleep(0.05)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}") as client:
        await client.get("/v1/articles", params={"q": "mijn geheime plan"})
    server.should_exit = True
    await serving
    listening.close()
    assert "geheime" not in caplog.text and "/v1/articles" not in caplog.text


@pytest.mark.parametrize("trusted", ["127.0.0.1", "10.0.0.1,10.0.0.2", "*"])
def test_only_the_proxies_of_the_settings_are_believed(trusted: str) -> None:
    config = server_config(FastAPI(), Settings(_env_file=None, trusted_proxies=trusted))
    assert config.forwarded_allow_ips == trusted and config.proxy_headers
