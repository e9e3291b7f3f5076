"""What is left when Rasa is down: buttons, a hand-off, and an honest sentence for free text."""

from assistant.actions import choices, compose, hand_off, steer
from assistant.actions.turn import Turn, Understanding
from assistant.schemas import Reply

# The few words that steer a hand-off; anything longer is an answer to its question.
WORDS = {
    "ja": "affirm",
    "ja hoor": "affirm",
    "klopt": "affirm",
    "akkoord": "affirm",
    "verstuur": "affirm",
    "nee": "deny",
    "terug": "go_back",
    "stop": "stop",
    "opnieuw": "start_over",
    "mens": "ask_person",
    "medewerker": "ask_person",
    "accountmanager": "ask_person",
}


def understand(text: str) -> Understanding:
    """Read the plainest words only."""
    return Understanding(WORDS.get(text.strip(" .!").casefold(), "nlu_fallback"))


async def not_now(turn: Turn) -> list[Reply]:
    """Say that free text cannot be understood now; the question is kept for a hand-off."""
    if turn.understanding.intent == "ask_person":
        return await hand_off.hand_off(turn)
    if turn.memory.pending and turn.understanding.intent in steer.ACTS:
        return await steer.steer(turn)
    turn.memory.question = turn.text
    return [compose.say(turn, "notice", "rasa_down", choices.topics(turn))]
