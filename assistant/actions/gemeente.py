"""Remember, change and use the entrepreneur's gemeente."""

from assistant.actions import choices, compose, hand_off
from assistant.actions.answer import answer, answer_here
from assistant.actions.turn import Turn
from assistant.schemas import Reply


async def set_gemeente(turn: Turn) -> list[Reply]:
    """Remember the gemeente of this turn and answer the open question for it.

    With a word of residents beside the place it is a question: "zwembad Bussum".
    """
    if turn.memory.pending != "gemeente" and turn.door(turn.text):
        return await answer(turn)
    place = turn.named_place()
    if place is None:
        turn.memory.pending = "gemeente"
        several = turn.library.areas.without_places(turn.text) != turn.text
        key = "places_several" if several else "place_unknown"
        return [compose.say(turn, "clarification", key, choices.gemeenten(turn))]
    return await use_gemeente(turn, place)


async def use_gemeente(turn: Turn, place: str) -> list[Reply]:
    """Go on with a gemeente that was named or chosen."""
    replies = remember(turn, place)
    turn.memory.pending = None
    if turn.memory.hand_off:
        return await hand_off.go_on(turn)
    if turn.memory.question or turn.memory.answered_with:
        return [*replies, *await answer_here(turn)]
    return replies or [
        compose.say(turn, "notice", "gemeente_noted", choices.topics(turn), gemeente=turn.gemeente_name())
    ]


def remember(turn: Turn, place: str) -> list[Reply]:
    """Remember a gemeente; of another one outside the region it is said that its rules may be unknown."""
    if place == turn.memory.gemeente:
        return []
    turn.memory.gemeente = place
    # For another gemeente the same offer is a new one, and no answer yet is no failure.
    turn.memory.clarified, turn.memory.failures = [], 0
    return _outside(turn, place)


async def without_gemeente(turn: Turn) -> list[Reply]:
    """Go on without one: the general answer was given or is all there is."""
    turn.memory.pending = None
    turn.memory.gemeente_asked = True
    if turn.memory.hand_off:
        return await hand_off.go_on(turn)
    return [compose.say(turn, "notice", "without_gemeente", (choices.person(turn),))]


def _outside(turn: Turn, place: str) -> list[Reply]:
    areas = turn.library.areas
    if areas.in_region(place):
        return []
    values = {"gemeente": areas.name(place), "region": areas.region_name}
    return [compose.say(turn, "notice", "outside_region", (choices.person(turn),), **values)]
