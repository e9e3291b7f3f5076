"""What a question of a check or a hand-off asks, and how far that is: for whoever shows it as a form."""

from assistant.actions.memory import CheckDraft, HandOffDraft, Step
from assistant.actions.turn import Turn
from assistant.schemas import FieldKind, FormField, Progress
from knowledge.checks.schemas import Check, Question

# The steps of a hand-off that are typed; the others are buttons.
_TYPED: dict[Step, tuple[FieldKind, str]] = {
    "name": ("text", "field_name"),
    "contact": ("contact", "field_contact"),
    "question": ("long-text", "field_question"),
}
_KINDS: dict[str, FieldKind] = {
    "choice": "one",
    "many": "many",
    "yes-no": "one",
    "number": "number",
    "gemeente": "place",
    "trade": "text",
}


def of_hand_off(
    turn: Turn, draft: HandOffDraft, steps: tuple[Step, ...], *, refused: bool = False
) -> dict[str, object]:
    """Return the field and the progress of the present step; the gemeente counts only if it was asked."""
    asked = steps[steps.index(draft.begun_at) :]
    progress = Progress(
        step=max(0, asked.index(draft.step) if draft.step in asked else 0) + 1,
        of=len(asked),
        title=turn.say("hand_off_title"),
    )
    if draft.step not in _TYPED:
        return {"progress": progress}
    kind, key = _TYPED[draft.step]
    field = FormField(name=draft.step, kind=kind, label=turn.say(key), refused=refused)
    return {"field": field, "progress": progress}


def of_check(draft: CheckDraft, check: Check, question: Question, *, refused: bool) -> dict[str, object]:
    """Return the field and the progress of the present question."""
    done = len(draft.answers)
    field = FormField(
        name=question.id,
        kind=_KINDS[question.kind],
        label=question.text,
        unit=question.unit or None,
        refused=refused,
    )
    left = max(1, len(check.questions(draft.answers)))
    return {"field": field, "progress": Progress(step=done + 1, of=done + left, title=check.title)}
