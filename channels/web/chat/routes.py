"""/chat: one conversation with forms; each form leads to a page that can be reloaded."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from channels.conversations.schemas import GiveFeedback, StartConversation
from channels.errors import (
    BadFieldError,
    ChannelError,
    ConversationBusyError,
    KeyReusedError,
    TooManyRequestsError,
    UnknownConversationError,
    WrongTokenError,
)
from channels.rate_limits import Rate
from channels.web.articles.page import Reader, TheReader
from channels.web.chat import page
from channels.web.chat.passes import PATH, Pass, drop, keep
from channels.web.chat.posted import Posted, read_form
from channels.web.limits import count

_ANSWER = "#antwoord"
_STATUSES: dict[type[ChannelError], int] = {
    TooManyRequestsError: 429,
    ConversationBusyError: 503,
    KeyReusedError: 409,
}

router = APIRouter(prefix=PATH, include_in_schema=False)


@router.api_route("", methods=["GET", "HEAD"])
async def show_chat(reader: TheReader, melding: str = "") -> Response:
    """Show the conversation that goes on, or the form to begin one."""
    notice = melding if melding in page.NOTICES else ""
    return await page.show(reader, Pass.of(reader.request), notice=notice)


@router.post("")
async def send(reader: TheReader) -> Response:
    """Take a question, an answer or a pressed button, and show what is answered.

    The same form sent twice is one message: a reload or a second press does no harm.
    """
    posted = await read_form(reader.request)
    reader = reader.at(posted.gemeente)
    if posted.refusal:
        return await _again(reader, posted, 400, posted.refusal)
    try:
        carried = await _take(reader, posted)
    except (UnknownConversationError, WrongTokenError):
        return await page.show(reader, posted.carried, status=404, typed=posted.text)
    except tuple(_STATUSES) as error:
        return await _refused(reader, posted, error)
    return await _shown(reader, carried)


@router.post("/kijk")
async def look(reader: TheReader) -> Response:
    """Show whether there is an answer, also to a browser without cookies."""
    posted = await read_form(reader.request)
    return await _shown(reader, posted.carried)


@router.post("/oordeel")
async def judge(reader: TheReader) -> Response:
    """Keep whether an answer helped, and then why not."""
    posted = await read_form(reader.request)
    carried, services = posted.carried, reader.services
    if carried is None or posted.answer not in {"ja", "nee"}:
        return await _shown(reader, carried)
    helpful = posted.answer == "ja"
    try:
        await services.conversations.authorise(carried.conversation_id, carried.token)
        given = GiveFeedback.model_validate(
            {
                "message_id": posted.message_id,
                "helpful": helpful,
                "reason": posted.reason or None,
                "comment": posted.comment or None,
            }
        )
        await services.conversations.give_feedback(carried.conversation_id, given)
    except (UnknownConversationError, WrongTokenError, BadFieldError, ValueError):
        return await _shown(reader, carried)
    if posted.told_why:
        return await _shown(reader, carried, "thanks")
    services.metrics.count_feedback(helpful)
    return await _shown(reader, carried, "thanks" if helpful else page.WHY)


@router.get("/wissen")
@router.get("/kijk")
@router.get("/oordeel")
async def go_back() -> Response:
    """Bring whoever comes without a form to the conversation."""
    return RedirectResponse(PATH, 303)


@router.post("/wissen")
async def erase(reader: TheReader) -> Response:
    """Ask whether somebody is sure, and erase the conversation when they are."""
    posted = await read_form(reader.request)
    carried = posted.carried
    if carried is None:
        return RedirectResponse(PATH, 303)
    if posted.answer != "ja":
        return page.confirm_erasing(reader, carried, await page.spoken_in(reader, carried))
    try:
        await reader.services.conversations.authorise(carried.conversation_id, carried.token)
        await reader.services.conversations.erase(carried.conversation_id)
    except (UnknownConversationError, WrongTokenError):
        pass  # gone is gone
    except ConversationBusyError as error:
        return await _refused(reader, posted, error)
    response = RedirectResponse(f"{PATH}?melding=erased", 303)
    drop(response, reader.services.settings)
    return response


async def begin(reader: Reader, gemeente: str | None, language: str = "nl") -> Pass:
    """Begin a conversation, counted; return its pass.

    Raises:
        TooManyRequestsError: this client begins too many.
    """
    services = reader.services
    await count(services, Rate.START, reader.request)
    wanted = StartConversation(gemeente=gemeente, language=language)
    conversation, token, _ = await services.conversations.start(wanted)
    services.metrics.count_start(conversation.channel)
    return Pass(conversation.id, token)


def go_on(request: Request, carried: Pass, reader: Reader) -> Response:
    """Lead to the page of the conversation, with its pass in the cookie."""
    response = RedirectResponse(f"{PATH}{_ANSWER}", 303)
    keep(response, reader.services.settings, carried)
    return response


async def _take(reader: Reader, posted: Posted) -> Pass:
    services = reader.services
    await count(services, Rate.CLIENT, reader.request)
    language = posted.language if posted.language in reader.library.languages.known else "nl"
    carried = posted.carried or await begin(reader, reader.place.gemeente, language)
    await count(services, Rate.CONVERSATION, reader.request, carried.conversation_id)
    taken = await services.conversations.post_with_token(
        carried.conversation_id, carried.token, posted.message, posted.idempotency_key
    )
    services.metrics.count_replies(taken.replies)
    return carried


async def _shown(reader: Reader, carried: Pass | None, notice: str = "") -> Response:
    """Lead a browser with the cookie to a page that it can reload; show it to another one at once."""
    if carried is None or carried.kept:
        query = f"?melding={notice}" if notice else ""
        return RedirectResponse(f"{PATH}{query}{_ANSWER if carried else ''}", 303)
    response = await page.show(reader, carried, notice=notice)
    keep(response, reader.services.settings, carried)
    return response


async def _again(reader: Reader, posted: Posted, status: int, error: str) -> Response:
    """Show the form again with what was typed and what is wrong."""
    return await page.show(
        reader, posted.carried, status=status, error=error, typed=posted.text, language=posted.language
    )


async def _refused(reader: Reader, posted: Posted, error: ChannelError) -> Response:
    response = await _again(reader, posted, _STATUSES[type(error)], str(error))
    wait = error.retry_after if isinstance(error, TooManyRequestsError) else 60
    response.headers["Retry-After"] = str(wait)
    return response
