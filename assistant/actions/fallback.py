"""Not understood: the knowledge store may still know it, else a person does."""

from assistant.actions.answer import answer_question
from assistant.actions.turn import Turn
from assistant.schemas import Reply


async def fallback(turn: Turn) -> list[Reply]:
    """Search all topics for what was typed; nothing found leads to a person."""
    turn.memory.question = turn.text
    turn.memory.topic = turn.understanding.topic
    turn.memory.pending = None
    return await answer_question(turn, turn.understanding.topic)
