"""/chat/verder: go on with the conversation in WhatsApp or Telegram, without script."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from channels.messaging.links import links, messengers
from channels.web.articles.page import TheReader
from channels.web.chat import page
from channels.web.chat.passes import PATH
from channels.web.chat.posted import read_form
from channels.web.chat.words import WORDS, language_of

router = APIRouter(prefix=PATH, include_in_schema=False)


@router.get("/verder")
async def go_back() -> Response:
    """Bring whoever comes without a form to the conversation."""
    return RedirectResponse(PATH, 303)


@router.post("/verder")
async def go_on(reader: TheReader) -> Response:
    """Make a one-time code for the conversation and show where it works; an earlier code ends."""
    posted, services = await read_form(reader.request), reader.services
    connected = services.messengers.adapters
    talk = await page.read(reader, posted.carried)
    found = messengers(services.settings, connected)
    if talk is None or not found:
        return RedirectResponse(PATH, 303)
    code, _ = await services.messengers.new_code(talk.id)
    spoken = language_of(talk.language)
    return reader.page(
        "chat/messenger.html",
        address=PATH,
        language=spoken,
        w=WORDS[spoken],
        code=code,
        ways=zip(found, links(services.settings, connected, code), strict=True),
        **page.hidden(posted.carried),
    )
