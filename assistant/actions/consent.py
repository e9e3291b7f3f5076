"""Consent to a hand-off: to whom it was given, and in which words. It holds for that person only."""

from assistant.actions.memory import HandOffDraft
from assistant.actions.turn import Turn


async def asked(turn: Turn, draft: HandOffDraft) -> str:
    """Return the question for consent, and remember who is named in it."""
    draft.consent_to = await turn.person(draft.topic)
    draft.consent_text = turn.say(
        "hand_off_consent", name=draft.consent_to, days=turn.services.settings.ticket_days
    )
    return draft.consent_text


async def holds(turn: Turn, draft: HandOffDraft) -> bool:
    """Tell whether the question would go to who was named; a minute later somebody else may be there."""
    return draft.consent_at is not None and await turn.person(draft.topic) == draft.consent_to


def withdraw(draft: HandOffDraft) -> None:
    """Go back to the question for consent."""
    draft.step, draft.consent_at = "consent", None
