"""What an entrepreneur hears before a hand-off when nobody is there now: why, and when somebody will be."""

from assistant.actions import compose
from assistant.actions.memory import HandOffDraft
from assistant.actions.turn import Turn
from assistant.schemas import Reply
from handoff import service as handoff
from kit import clock

SENTENCES = {
    handoff.Why.OUTSIDE_HOURS: "hand_off_outside_hours",
    handoff.Why.HOLIDAY: "hand_off_holiday",
    handoff.Why.NOBODY: "hand_off_nobody_present",
}


async def told_once(turn: Turn, draft: HandOffDraft) -> list[Reply]:
    """Tell once in a hand-off, as soon as it is known who gets the question, that nobody is there now."""
    if draft.told_hours or draft.step == "gemeente":
        return []
    draft.told_hours = True
    route = await turn.route(draft.topic)
    found = await handoff.not_there(turn.session, route.account_manager, clock.now(), turn.language)
    return [_said(turn, turn.name_of(route), found)] if found else []


def _said(turn: Turn, name: str, found: handoff.NotThere) -> Reply:
    key, back_at = SENTENCES[found.why], clock.written_moment(found.back_at, turn.language)
    values: dict[str, object] = {"name": name, "moment": back_at}
    if found.holiday:
        values["holiday"] = found.holiday
    return compose.reply(turn, "notice", turn.say(key, **values))
