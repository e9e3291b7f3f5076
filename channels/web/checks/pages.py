"""The pages of the guided checks under /checks: one form, one outcome, no script."""

from typing import Any

from fastapi import APIRouter, Response

from channels.errors import TooManyRequestsError
from channels.web.articles.page import TheReader
from channels.web.chat.passes import FIELD, keep
from channels.web.chat.routes import begin
from channels.web.checks.form import LONGEST_ANSWER, Filled, empty_form, read_form
from knowledge.checks.labels import FIT, MET
from knowledge.checks.schemas import UNKNOWN, Check, Scheme

HOME = "/checks"
_READ = ["GET", "HEAD"]

router = APIRouter(prefix=HOME, include_in_schema=False)


@router.api_route("", methods=_READ)
async def list_checks(reader: TheReader) -> Response:
    """Show which checks there are."""
    return reader.kept("checks/home.html", HOME, checks=reader.library.checks.all())


@router.api_route("/{check_id}", methods=_READ)
async def show_form(reader: TheReader, check_id: str) -> Response:
    """Show the empty form; a gemeente that was chosen before is filled in."""
    check = reader.library.checks.get(check_id)
    if check is None:
        return reader.page("articles/not_found.html", 404, address=HOME)
    known = {"gemeente": reader.library.areas.name(reader.place.gemeente)} if reader.place.gemeente else {}
    return reader.kept("checks/check.html", _address(check), **_context(check, empty_form(check, known)))


@router.post("/{check_id}")
async def show_outcome(reader: TheReader, check_id: str) -> Response:
    """Weigh what was filled in, and show the form again with the outcome above it."""
    check = reader.library.checks.get(check_id)
    if check is None:
        return reader.page("articles/not_found.html", 404, address=HOME)
    filled = read_form(check, await reader.request.form())
    context = _context(check, filled)
    if filled.refused:
        return reader.page("checks/check.html", 400, address=_address(check), **context)
    outcome = check.judge(filled.answers)
    context |= {"outcome": outcome, "groups": _groups(outcome.schemes)}
    return reader.page("checks/check.html", address=_address(check), **context)


@router.post("/{check_id}/chat")
async def continue_in_chat(reader: TheReader, check_id: str) -> Response:
    """Begin a conversation that knows the answers, so that they reach the account manager."""
    check, services = reader.library.checks.get(check_id), reader.services
    if check is None:
        return reader.page("articles/not_found.html", 404, address=HOME)
    filled = read_form(check, await reader.request.form())
    if filled.refused:
        return reader.page("checks/check.html", 400, address=_address(check), **_context(check, filled))
    gemeente = filled.answers.get("gemeente")
    known = gemeente if isinstance(gemeente, str) and gemeente != UNKNOWN else None
    try:
        carried = await begin(reader, known)
    except TooManyRequestsError as error:
        return reader.wait(error)
    replies = await services.engine.carry_check(carried.conversation_id, check, filled.answers)
    await services.conversations.tell(carried.conversation_id, replies)
    response = reader.page(
        "checks/chat.html", address=_address(check), check=check, carried=carried, field=FIELD
    )
    keep(response, services.settings, carried)
    return response


def _address(check: Check) -> str:
    return f"{HOME}/{check.id}"


def _context(check: Check, filled: Filled) -> dict[str, Any]:
    """Show first what matters now: what was filled in, and what can still change the outcome."""
    still_open = check.questions(filled.answers)
    matters = {question.id for question in still_open}
    now = [each for each in filled.asked if filled.refused or each.filled or each.question.id in matters]
    return {
        "check": check,
        "filled": filled,
        "outcome": None,
        "open": still_open,
        "asked_now": now,
        "asked_later": [each for each in filled.asked if each not in now],
        "groups": [],
        "met": MET,
        "unknown": UNKNOWN,
        "longest_answer": LONGEST_ANSWER,
    }


def _groups(schemes: tuple[Scheme, ...]) -> list[tuple[str, str, list[Scheme]]]:
    """Put the schemes that fit first; each group with its key and its heading."""
    groups = [(fit, label, [each for each in schemes if each.fit == fit]) for fit, label in FIT.items()]
    return [group for group in groups if group[2]]
