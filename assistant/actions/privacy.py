"""The right to be forgotten, asked in words."""

from assistant.actions import choices, compose
from assistant.actions.memory import Memory
from assistant.actions.turn import Turn
from assistant.schemas import Reply


async def delete_data(turn: Turn) -> list[Reply]:
    """Say what is kept and ask whether it must go."""
    turn.memory.pending = "delete"
    days = turn.services.settings.conversation_days
    return [compose.say(turn, "notice", "delete_confirm", choices.yes_no(turn), days=days)]


async def delete_now(turn: Turn) -> list[Reply]:
    """Erase the conversation and the memory of it; a ticket keeps its own record."""
    await turn.services.conversations.wipe(turn.session, turn.conversation_id)
    turn.memory = Memory(language=turn.language)
    return [compose.say(turn, "notice", "deleted", choices.topics(turn))]
