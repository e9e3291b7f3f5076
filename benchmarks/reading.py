"""How the trained language model reads texts, by a Rasa of its own."""

import asyncio
import contextlib
from collections.abc import Sequence

import httpx

from assistant.actions.turn import Understanding
from assistant.engine import Reading
from channels.operations.rasa_process import RasaProcess
from channels.operations.temporary import free_port
from kit.settings import Settings

_READY_WITHIN = 240.0  # seconds, on a machine that is busy


async def read_all(settings: Settings, texts: Sequence[str]) -> dict[str, Reading]:
    """Return how every text is read by the model that was trained last.

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
            return {text: await _read(client, text) for text in texts}
    finally:
        rasa.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await rasa


async def _read(client: httpx.AsyncClient, text: str) -> Reading:
    answer = await client.post("/webhooks/gateway/parse", json={"text": text}, timeout=30)
    message = answer.raise_for_status().json()
    ranking = [(str(each["name"]), float(each["confidence"])) for each in message.get("intent_ranking", [])]
    return Reading(Understanding.from_rasa(message), [each for each in ranking if each[0] != "nlu_fallback"])


async def _until_ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(_READY_WITHIN):
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get("/webhooks/gateway/ready", timeout=2)).is_success:
                    return
            await asyncio.sleep(0.5)
