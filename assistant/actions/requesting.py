"""What is sent to an account manager: everything the entrepreneur filled in and agreed to."""

from assistant.actions import check_result
from assistant.actions.memory import HandOffDraft
from assistant.actions.turn import Turn
from handoff.schemas import HandOffRequest


async def of_draft(turn: Turn, draft: HandOffDraft) -> HandOffRequest:
    """Return the request that a finished draft stands for, with the conversation that led to it."""
    memory, replies = turn.memory, turn.library.replies
    return HandOffRequest(
        conversation_id=turn.conversation_id,
        gemeente=memory.gemeente,
        topic=draft.topic,
        language=memory.language,
        name=draft.name,
        email=draft.email,
        phone=draft.phone,
        question=draft.question,
        summary=replies.text("ticket_summary", question=draft.question, gemeente=turn.gemeente_name()),
        findings=check_result.findings(turn),
        transcript=await turn.services.conversations.lines(turn.conversation_id),
        consent_at=draft.consent_at,
        consent_text=draft.consent_text,
    )
