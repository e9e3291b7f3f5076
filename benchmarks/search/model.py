"""The topic of a question as the language model recognises it, for figures that are those of practice."""

import asyncio
import contextlib
from collections.abc import Sequence

import httpx

from assistant.actions.turn import Understanding
from channels.operations.rasa_process import RasaProcess
from channels.operations.temporary import free_port
from kit.settings import Settings

_READY_WITHIN = 240.0  # seconds, on a machine that is busy


async def recognised(settings: Settings, questions: Sequence[str]) -> dict[str, str | None]:
    """Return the topic of every question, by the model that was trained last; none for an act.

    Raises:
        OperationsError: nothing was ever trained.
        TimeoutError: Rasa does not get ready; its log says why.
    """
    port = free_port()
    rasa = asyncio.create_task(RasaProcess(settings.model_copy(update={"rasa_port": port})).watch())
    headers = {"Authorization": f"Bearer {settings.internal_secret}"}
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
            await _until_ready(client)
            return {question: await _topic(client, question) for question in questions}
    finally:
        rasa.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await rasa


async def _topic(client: httpx.AsyncClient, question: str) -> str | None:
    answer = await client.post("/webhooks/gateway/parse", json={"text": question}, timeout=30)
    return Understanding.from_rasa(answer.raise_for_status().json()).topic


async def _until_ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(_READY_WITHIN):
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get("/webhooks/gateway/ready", timeout=2)).is_success:
                    return
            await asyncio.sleep(0.5)
