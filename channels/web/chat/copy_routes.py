"""/chat/bewaren: keep the conversation, as a text file or by e-mail."""

from collections.abc import Mapping

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from channels.conversations.copies import put_copy
from channels.conversations.schemas import MessageOut, TranscriptOut
from channels.errors import BadFieldError, CopiesError
from channels.web.articles.labels import day
from channels.web.articles.page import Reader, TheReader
from channels.web.chat import page
from channels.web.chat.passes import PATH, Pass
from channels.web.chat.posted import read_form
from channels.web.chat.words import WORDS, language_of
from kit import clock

router = APIRouter(prefix=PATH, include_in_schema=False)


@router.get("/bewaren")
async def go_back() -> Response:
    """Bring whoever comes without a form to the conversation."""
    return RedirectResponse(PATH, 303)


@router.post("/bewaren")
async def keep_copy(reader: TheReader) -> Response:
    """Ask how to keep the conversation; give it as a file, or mail it."""
    posted = await read_form(reader.request)
    talk = await page.read(reader, posted.carried)
    if talk is None or posted.carried is None:
        return RedirectResponse(PATH, 303)
    words = WORDS[language_of(talk.language)]
    if posted.answer == "tekst":
        return _file(talk, words)
    if posted.answer == "mail" and reader.services.settings.mails_copies:
        return await _mail(reader, posted.carried, talk, posted.email)
    return _ask(reader, posted.carried, talk)


def text_of(talk: TranscriptOut, words: Mapping[str, str]) -> str:
    """Write a conversation out: who, when, what, and the sources; bold marks say nothing here."""
    today = day(clock.today(), language_of(talk.language))
    head = f"{words['copy_title']}\n{words['copy_date'].format(day=today)}"
    return "\n\n".join([head, *(_block(each, words, language_of(talk.language)) for each in talk.messages)])


def _block(message: MessageOut, words: Mapping[str, str], language: str) -> str:
    names = {
        "entrepreneur": words["you"],
        "assistant": words["from_assistant"],
        "system": words["from_system"],
    }
    manager = f"{message.sender_name or words['colleague']}, {words['from_manager']}"
    moment = clock.written_moment(message.sent_at, language)
    sources = message.answer.sources if message.answer else ()
    lines = [f"{words['source']} {each.title}" + (f" – {each.url}" if each.url else "") for each in sources]
    said = message.text.replace("**", "")
    return "\n".join([f"{names.get(message.sender, manager)}, {moment}", said, *lines])


def _file(talk: TranscriptOut, words: Mapping[str, str]) -> Response:
    name = f'attachment; filename="{words["copy_file"]}-{clock.today()}.txt"'
    text = text_of(talk, words).replace("\n", "\r\n")
    return Response(text, media_type="text/plain; charset=utf-8", headers={"Content-Disposition": name})


async def _mail(reader: Reader, carried: Pass, talk: TranscriptOut, email: str) -> Response:
    try:
        async with reader.services.database.transaction() as session:
            await put_copy(session, talk.id, email)
    except BadFieldError as error:
        return _ask(reader, carried, talk, error.reason, email, 400)
    except CopiesError as error:
        return _ask(reader, carried, talk, str(error), email, 409)
    return _ask(reader, carried, talk, mailed=True)


def _ask(
    reader: Reader,
    carried: Pass,
    talk: TranscriptOut,
    error: str = "",
    email: str = "",
    status: int = 200,
    *,
    mailed: bool = False,
) -> Response:
    spoken = language_of(talk.language)
    return reader.page(
        "chat/copy.html",
        status,
        address=PATH,
        language=spoken,
        w=WORDS[spoken],
        error=error,
        email=email,
        mailed=mailed,
        mails=reader.services.settings.mails_copies,
        **page.hidden(carried),
    )
