"""When somebody may think of ending their life: first who listens, day and night; the rest can wait."""

from assistant.actions import choices, compose
from assistant.actions.turn import Turn
from assistant.schemas import Reply


def heard_in(turn: Turn) -> bool:
    """Tell whether what was typed hints at it; a button never does."""
    return not turn.understanding.chosen and turn.library.crisis.heard_in(turn.text)


def listen(turn: Turn) -> list[Reply]:
    """Name who listens. What was under way stays as it was, and a next message goes on with it."""
    article = turn.library.articles.get(turn.library.crisis.article)
    if article is None:  # withdrawn or expired: the sentence alone still names a way out
        return [compose.say(turn, "notice", "crisis", (choices.person(turn),))]
    named = compose.article(turn, article)
    text = f"{turn.say('crisis')}\n\n{article.short_answer}"
    return [named.model_copy(update={"text": text, "choices": (choices.person(turn),)})]
