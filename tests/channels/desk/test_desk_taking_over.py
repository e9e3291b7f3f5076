"""Taking over a conversation at the desk, giving it back, and typing."""

from collections.abc import Callable
from typing import Any

from ticket_readers import holder

from channels.services import Services

pytest_plugins = ["desk_fixtures"]
type Browse = Callable[..., Any]
type Make = Callable[..., Any]


async def test_taking_over_and_giving_back(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket, anna = await tickets("anna", conversation_id=conversation), await browse("anna")
    response = await anna.act(ticket, "take-over")
    page = (await anna.get(response.headers["location"])).text
    assert "U voert dit gesprek." in page and "Geef het gesprek terug" in page
    assert await holder(services, conversation) == "anna"
    response = await anna.act(ticket, "give-back")
    assert "De digitale assistent voert dit gesprek." in (await anna.get(response.headers["location"])).text
    assert await holder(services, conversation) is None
    assert (await anna.act(ticket, "give-back")).status_code == 400


async def test_a_coordinator_frees_the_conversation_of_a_colleague_who_is_away(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket = await tickets("anna", conversation_id=conversation)
    await services.conversations.take_over(conversation, "anna", "Anna Voorbeeld")
    assert (await (await browse("coordinator")).act(ticket, "give-back")).status_code == 303
    assert await holder(services, conversation) is None


async def test_nothing_is_taken_over_once_the_conversation_is_erased(browse: Browse, tickets: Make) -> None:
    response = await (await browse("anna")).act(await tickets("anna"), "take-over")
    assert response.status_code == 400 and "is gewist" in response.text


async def test_the_entrepreneur_sees_typing_of_the_holder_only(
    browse: Browse, tickets: Make, services: Services, conversation: str
) -> None:
    ticket, anna = await tickets("anna", conversation_id=conversation), await browse("anna")
    async with services.hub.listen(conversation) as listener:
        assert (await anna.act(ticket, "typing")).status_code == 204
        await anna.act(ticket, "take-over")
        assert "typing" not in await listener.heard()
        await anna.act(ticket, "typing")
        assert await listener.heard() == {"typing"}
