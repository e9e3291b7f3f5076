"""Live events over lines that are cut at random moments, with several gateways, Redis and PostgreSQL."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from channels_builders import ScriptedAssistant
from cutting import Follower, gateway, insist, line
from sqlalchemy import select

from channels.conversations.models import Message
from channels.conversations.schemas import PostMessage, StartConversation
from channels.desk.guard import COOKIE
from channels.desk.repository import user_with_email
from channels.desk.service import create_user
from channels.desk.sessions import open_session
from channels.errors import ChannelError, HeldByOtherError, NotHeldError
from channels.services import Services
from handoff.schemas import HandOffRequest
from handoff.service import open_ticket
from kit import clock
from kit.settings import Settings

GATEWAYS, PEOPLE, SAYINGS = 3, 2, 12

type Gateways = list[tuple[Services, int]]


@pytest.fixture
def far_settings(settings: Settings, postgresql_url: str, redis_url: str) -> Settings:
    return settings.model_copy(update={"database_url": postgresql_url, "redis_url": redis_url})


@pytest.fixture
async def gateways(far_settings: Settings, assistant: ScriptedAssistant) -> AsyncIterator[Gateways]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(gateway(far_settings, assistant)) for _ in range(GATEWAYS)]


async def stored(services: Services, conversation_id: str) -> list[Message]:
    async with services.database.reading() as session:
        query = select(Message).where(Message.conversation_id == conversation_id)
        return list(await session.scalars(query.order_by(Message.position)))


async def hold_forth(gateways: Gateways, chance: random.Random, conversation_id: str) -> None:
    """Let an account manager take over, speak and give back, each time at another gateway."""
    for number in range(SAYINGS):
        conversations = chance.choice(gateways)[0].conversations
        if number % 4 == 0:
            await conversations.take_over(conversation_id, "am-1", "Voorbeeld")
        await conversations.send_as_account_manager(conversation_id, "am-1", f"regel {number}\nverder")
        if number % 4 == 3:
            await conversations.give_back(conversation_id, "am-1")
        await asyncio.sleep(chance.uniform(0, 0.04))


async def at_the_desk(services: Services, conversation_id: str) -> tuple[str, dict[str, str]]:
    """Log in somebody who sees the ticket of a conversation; return path of its events and headers."""
    async with services.database.transaction() as session:
        values = {"email": "desk@example.nl", "name": "Desk", "role": "coordinator"}
        await create_user(session, **values, password="een lang wachtwoord")
        user = await user_with_email(session, values["email"])
        assert user
        token, _ = await open_session(session, services.settings, user)
        ticket = await open_ticket(session, asked(conversation_id), reaction_hours=16)
    headers = {"Cookie": f"{COOKIE}={token}", "X-Background": "1"}
    return f"/desk/tickets/{ticket.reference}/events", headers


def asked(conversation_id: str) -> HandOffRequest:
    person = {"name": "Jan Voorbeeld", "email": "jan@ondernemer.nl", "question": "Mag het?"}
    consent = {"consent_at": clock.now(), "consent_text": "Mag dat?"}
    return HandOffRequest.model_validate({**person, **consent, "conversation_id": conversation_id})


@pytest.mark.parametrize("seed", [1])
async def test_every_message_arrives_once_and_in_order_however_often_the_line_breaks(
    gateways: Gateways, assistant: ScriptedAssistant, seed: int
) -> None:
    chance, ports = random.Random(seed), [port for _, port in gateways]
    assistant.pause = 0.005
    async with line(ports, chance, mean_bytes=1500) as (bad, address):
        talks = [await gateways[0][0].conversations.start(StartConversation()) for _ in range(PEOPLE)]
        followers, doing = [], []
        for conversation, token, _ in talks:
            path, headers = f"/v1/conversations/{conversation.id}", {"Authorization": f"Bearer {token}"}
            followers.append(Follower(address, f"{path}/events?own=true", headers))

            async def speak(path: str = path, headers: dict[str, str] = headers) -> None:
                for number in range(SAYINGS):
                    key = {"Idempotency-Key": f"key-{number}"}
                    await insist(address, f"{path}/messages", {"text": f"vraag {number}"}, headers | key)

            doing += [speak(), hold_forth(gateways, chance, conversation.id)]
        for conversation, _, _ in talks[:1]:  # and beside it the page of its ticket
            path, headers = await at_the_desk(gateways[0][0], conversation.id)
            followers.append(Follower(address, path, headers))
        following = [asyncio.create_task(each.follow()) for each in followers]
        await asyncio.gather(*doing)
        bad.steady = True
        for follower, (conversation, _, _) in zip(followers, [*talks, talks[0]], strict=True):
            messages = await stored(gateways[0][0], conversation.id)
            wanted = [str(message.position) for message in messages]
            async with asyncio.timeout(30):
                while len(follower.ids) < len(wanted):
                    await asyncio.sleep(0.02)
            await asyncio.sleep(0.05)
            assert follower.ids == wanted
            said = [message.text for message in messages if message.sender == "entrepreneur"]
            assert sorted(said) == sorted(f"vraag {number}" for number in range(SAYINGS))
        assert bad.cuts > 10 and min(each.connections for each in followers) > 1
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)


async def test_the_assistant_never_speaks_while_a_person_holds_the_conversation(
    gateways: Gateways, assistant: ScriptedAssistant
) -> None:
    """At several gateways at once, while questions are being answered."""
    chance, (services, _) = random.Random(7), gateways[0]
    assistant.pause = 0.004
    conversation, _, _ = await services.conversations.start(StartConversation())

    async def ask() -> None:
        for number in range(20):
            at = chance.choice(gateways)[0].conversations
            await at.post(conversation.id, PostMessage(text=f"vraag {number}"))

    await asyncio.gather(ask(), hold_forth(gateways, chance, conversation.id))
    for each, _ in gateways:
        await each.conversations.settle()
    held = False
    for message in await stored(services, conversation.id):
        if message.sender == "system":
            held = "U praat nu met" in message.text
        assert message.sender != "assistant" or not held, message.text
        assert message.sender != "account-manager" or held, message.text


async def test_two_people_at_two_gateways_never_answer_the_same_chat(gateways: Gateways) -> None:
    """Eight people try at once, without a lock of ours between them: the database decides."""
    conversation, _, _ = await gateways[0][0].conversations.start(StartConversation())

    async def try_to_answer(number: int) -> str:
        conversations = gateways[number % GATEWAYS][0].conversations
        try:
            await conversations.take_over(conversation.id, f"am-{number}", f"Voorbeeld {number}")
            await conversations.send_as_account_manager(conversation.id, f"am-{number}", "Goedemorgen")
        except (HeldByOtherError, NotHeldError) as error:
            return type(error).__name__
        return "answered"

    for _ in range(5):
        results = await asyncio.gather(*(try_to_answer(number) for number in range(8)))
        assert results.count("answered") == 1 and results.count("HeldByOtherError") == 7
        for number in range(8):
            try:
                await gateways[0][0].conversations.give_back(conversation.id, f"am-{number}")
            except ChannelError:
                continue
    names = [
        message.sender_name
        for message in await stored(gateways[0][0], conversation.id)
        if message.sender == "account-manager"
    ]
    assert len(names) == 5
