"""Following a question without logging in: a mailed link opens it. It needs no JavaScript and no cookies."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from channels.conversations.text import clean, is_visible
from channels.errors import TooManyRequestsError
from channels.follow.links import HOME, LinkError, LinkExpiredError
from channels.follow.page import LONGEST_MESSAGE, Refusal, private, show_question
from channels.follow.work import add_message, ask_for_link, close_question, give_rating
from channels.rate_limits import Rate
from channels.web.articles.page import Reader, TheReader
from channels.web.limits import count
from handoff.errors import TicketError
from handoff.ratings import RatingError

_READ = ["GET", "HEAD"]
_WRONG = "Deze link klopt niet."
_LARGEST_FORM = 64 * 1024

router = APIRouter(prefix=HOME, include_in_schema=False, max_body_size=_LARGEST_FORM)

Text = Annotated[str, Form()]


@router.api_route("", methods=_READ)
async def start(reader: TheReader, kenmerk: Annotated[str, Query(max_length=40)] = "") -> Response:
    """Ask for the reference and the e-mail address."""
    return reader.page("follow/start.html", address=HOME, reference=kenmerk, email="", error="")


@router.post("")
async def send_link(reader: TheReader, reference: Text = "", email: Text = "") -> Response:
    """Mail a link, and say the same whether or not there is such a question."""
    reference, email = clean(reference), clean(email)
    if not reference or "@" not in email:
        error = "Vul uw kenmerk en uw e-mailadres in."
        values = {"reference": reference, "email": email, "error": error}
        return reader.page("follow/start.html", 400, address=HOME, **values)
    try:
        await count(reader.services, Rate.FOLLOW, reader.request)
        await count(reader.services, Rate.FOLLOW, reader.request, f"{reference.upper()} {email.lower()}")
    except TooManyRequestsError as error:
        return reader.wait(error)
    await ask_for_link(reader.services, reference, email)
    return reader.page("follow/sent.html", address=HOME, days=reader.services.settings.follow_days)


@router.api_route("/{token}", methods=_READ)
async def read_question(
    token: str, reader: TheReader, notice: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """Show the question of a link."""
    return await _guarded(reader, lambda: show_question(reader, token, notice))


@router.post("/{token}/messages")
async def add(token: str, reader: TheReader, text: Text = "") -> Response:
    """Add a message of the entrepreneur."""
    text = clean(text)
    refused = "empty" if not is_visible(text) else "too_long" if len(text) > LONGEST_MESSAGE else ""
    if refused:
        return await _guarded(reader, lambda: show_question(reader, token, "", Refusal("add", refused, text)))

    async def work() -> Response:
        return _back(await add_message(reader, token, text), "added")

    return await _guarded(reader, work, lambda why: Refusal("add", why, text), token)


@router.post("/{token}/close")
async def close(token: str, reader: TheReader) -> Response:
    """Close the question: the entrepreneur needs no answer any more."""

    async def work() -> Response:
        await close_question(reader, token)
        return _back(f"{HOME}/{token}", "closed")

    return await _guarded(reader, work, lambda why: Refusal("close", why), token)


@router.post("/{token}/rating")
async def rate(token: str, reader: TheReader, score: Text = "", remark: Text = "") -> Response:
    """Keep an opinion."""
    remark, given = clean(remark), int(score) if score in {"1", "2", "3", "4", "5"} else 0

    async def work() -> Response:
        await give_rating(reader, token, given, remark)
        return _back(f"{HOME}/{token}", "thanks")

    return await _guarded(reader, work, lambda why: Refusal("rate", why, remark, given), token)


async def _guarded(
    reader: Reader,
    work: Callable[[], Awaitable[Response]],
    refusal: Callable[[str], Refusal] | None = None,
    token: str = "",
) -> Response:
    """Do something with a link; a link that is old or wrong leads to where a new one is asked for."""
    try:
        return await work()
    except TooManyRequestsError as error:
        return private(reader.wait(error))
    except LinkError as error:
        status = 410 if isinstance(error, LinkExpiredError) else 404
        return private(reader.page("follow/no_link.html", status, address=HOME, error=str(error)))
    except TicketError as error:
        why = error.why if isinstance(error, RatingError) else "meanwhile"
    if refusal is None:  # the question is past its retention
        return private(reader.page("follow/no_link.html", 404, address=HOME, error=_WRONG))
    return await _guarded(reader, lambda: show_question(reader, token, "", refusal(why)))


def _back(path: str, notice: str) -> Response:
    anchor = {"thanks": "#oordeel"}.get(notice, "")
    return private(RedirectResponse(f"{path}?notice={notice}{anchor}", 303))
