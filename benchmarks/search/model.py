"""A question as the language model reads it, for figures that are those of practice."""

from collections.abc import Sequence

from benchmarks.reading import read_all
from kit.settings import Settings


async def recognised(settings: Settings, questions: Sequence[str]) -> dict[str, Understanding]:
    """Return how every question is understood by the model that was trained last.

    Raises:
        OperationsError: nothing was ever trained.
        TimeoutError: Rasa does not get ready; its log says why.
    """
<<<<<<< HEAD
    read = await read_all(settings, questions)
    return {question: reading.understanding.topic for question, reading in read.items()}
=======
    port = free_port()
    rasa = asyncio.create_task(RasaProcess(settings.model_copy(update={"rasa_port": port})).watch())
    headers = {"Authorization": f"Bearer {settings.internal_secret}"}
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
            await _until_ready(client)
            return {question: await _understood(client, question) for question in questions}
    finally:
        rasa.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await rasa


async def _understood(client: httpx.AsyncClient, question: str) -> Understanding:
    answer = await client.post("/webhooks/gateway/parse", json={"text": question}, timeout=30)
    return Understanding.from_rasa(answer.raise_for_status().json())


async def _until_ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(_READY_WITHIN):
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get("/webhooks/gateway/ready", timeout=2)).is_success:
                    return
            await asyncio.sleep(0.5)
>>>>>>> c34bea8 (Weigh every topic as likely as the model finds it, and give answers a calibrated confidence)
