"""The guided checks over HTTP: their questions, and from answers to an outcome."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, JsonValue

from assistant.schemas import Shape
from channels.errors import BadAnswersError, UnknownCheckError
from channels.services import Services, TheServices
from channels.web.limits import CLIENT
from channels.web.openapi import refusals
from knowledge.checks.errors import AnswersError
from knowledge.checks.schemas import Check, Outcome, Question

router = APIRouter(prefix="/v1", tags=["checks"], dependencies=[CLIENT], responses=refusals(429))

_LONGEST_NAME = 64
"""Letters of the name of a question that does not exist, in what is said about it."""

GivenAnswers = Annotated[
    dict[str, JsonValue],
    Field(
        description=(
            "Answers by the id of their question: true, false, a number, the value of an option, a list of "
            "values, the slug of a gemeente, or `onbekend`. What is not known yet may be left out."
        ),
        examples=[{"gemeente": "hilversum", "home-area": 120, "work-area": 20, "customers": True}],
    ),
]


class CheckOut(Shape):
    """A guided check."""

    id: str
    title: str
    topic: str
    introduction: str


class ChecksOut(Shape):
    """Every guided check, in the order in which they are offered."""

    checks: list[CheckOut]


class CheckQuestionsOut(CheckOut):
    """A guided check with every question it can ask, in order."""

    questions: list[Question]


class GiveAnswers(Shape):
    """Answers to a check, as many as there are."""

    answers: GivenAnswers


class CheckOutcomeOut(Outcome):
    """What a check found, and the questions whose answers could still change that."""

    questions: list[Question]


@router.get("/checks")
async def list_checks(services: TheServices) -> ChecksOut:
    """List the guided checks."""
    return ChecksOut(checks=[CheckOut(**_summary(check)) for check in services.library.checks.all()])


@router.get("/checks/{check}", response_model_exclude_none=True, responses=refusals(404))
async def read_check(check: str, services: TheServices) -> CheckQuestionsOut:
    """Read what a check asks."""
    found = _find(services, check)
    return CheckQuestionsOut(**_summary(found), questions=found.all_questions())


@router.post("/checks/{check}", response_model_exclude_none=True, responses=refusals(400, 404, 413))
async def judge_answers(check: str, given: GiveAnswers, services: TheServices) -> CheckOutcomeOut:
    """Weigh answers. Nothing is kept: the same answers give the same outcome."""
    found = _find(services, check)
    try:
        answers = found.accept(given.answers)
    except AnswersError as error:
        reasons = {f"answers.{name[:_LONGEST_NAME]}": reason for name, reason in error.reasons.items()}
        raise BadAnswersError(reasons) from error
    outcome = found.judge(answers)
    return CheckOutcomeOut(**dict(outcome), questions=found.questions(answers))


def _find(services: Services, check_id: str) -> Check:
    check = services.library.checks.get(check_id)
    if check is None:
        raise UnknownCheckError
    return check


def _summary(check: Check) -> dict[str, str]:
    return {name: getattr(check, name) for name in ("id", "title", "topic", "introduction")}
