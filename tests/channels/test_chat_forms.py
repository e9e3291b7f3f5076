"""The chat without script: forms that can be sent twice, a pass that stands in no address."""

import re
from typing import Any

import httpx
import pytest
from bs4 import BeautifulSoup, Tag
from channels_builders import ScriptedAssistant, article_reply
from fastapi import FastAPI
from sqlalchemy import Select, select

from assistant.schemas import Answer, Reply
from channels.conversations.models import Conversation, Feedback
from channels.errors import TooManyRequestsError
from channels.services import Services
from channels.web.chat.passes import COOKIE


class Visitor:
    """A browser without script: it sends what stands in the forms of the page that it shows."""

    def __init__(self, client: httpx.AsyncClient, *, cookies: bool = True) -> None:
        self.client = client
        self.cookies = cookies
        self.page = BeautifulSoup("", "html.parser")
        self.response = httpx.Response(200)

    async def open(self, path: str = "/chat") -> None:
        self._show(await self.client.get(path))

    async def submit(self, form: Tag, button: Tag | None = None, **typed: str) -> httpx.Response:
        """Send a form with a button, follow where it leads, and return the first response."""
        data = {str(each["name"]): str(each["value"]) for each in form.find_all("input")} | typed
        if button is not None and button.get("name"):
            data[str(button["name"])] = str(button["value"])
        action = str((button or {}).get("formaction") or form["action"])
        first = await self.client.post(action, data=data)
        self._show(first)
        if first.status_code == 303:
            await self.open(first.headers["Location"])
        return first

    async def say(self, text: str) -> httpx.Response:
        return await self.submit(self.form, text=text)

    async def press(self, title: str) -> httpx.Response:
        """Press the last button with this title."""
        shown = [each for each in self.page.find_all("button") if each.get("type") != "button"]
        button = [each for each in shown if title in each.text and not each.find_parent("dialog")][-1]
        form = self.page.find(id=button["form"]) if button.get("form") else button.find_parent("form")
        assert isinstance(form, Tag)
        return await self.submit(form, button)

    @property
    def form(self) -> Tag:
        found = self.page.find(id="plain-form")
        assert isinstance(found, Tag)
        return found

    @property
    def said(self) -> list[str]:
        return [" ".join(each.text.split()) for each in self.page.select(".message .text")]

    @property
    def error(self) -> str:
        found = self.page.find(id="plain-error")
        return found.text if found else ""

    def _show(self, response: httpx.Response) -> None:
        self.response = response
        self.page = BeautifulSoup(response.text, "html.parser")
        if not self.cookies:
            self.client.cookies.clear()


@pytest.fixture(params=[True, False], ids=["cookies", "no cookies"])
async def visitor(client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Visitor:
    return Visitor(client, cookies=request.param)


async def test_a_question_is_answered_and_the_conversation_goes_on(
    visitor: Visitor, assistant: ScriptedAssistant
) -> None:
    await visitor.open()
    assert visitor.said == [] and "computer" in visitor.page.text
    await visitor.say("Mag ik thuis knippen?")
    assert visitor.said == [
        "U praat met een computer.",
        "Mag ik thuis knippen?",
        "antwoord op Mag ik thuis knippen?",
    ]
    await visitor.say("En met personeel?")
    assert len(visitor.said) == 5 and assistant.asked[-1] == ("En met personeel?", None)
    assert visitor.page.select("#antwoord + .from-assistant")


async def test_choices_topics_and_the_person_are_buttons(
    client: httpx.AsyncClient, assistant: ScriptedAssistant
) -> None:
    visitor = Visitor(client)
    await visitor.open("/chat?gemeente=laren")
    await visitor.press("Subsidies")
    assert assistant.asked[-1] == (None, "topic:subsidies")
    await visitor.press("Praat met een mens")
    assert assistant.asked[-1] == (None, "hand-off")
    await visitor.press("Hilversum")
    assert assistant.asked[-1] == (None, "gemeente:hilversum")


async def test_the_pass_is_in_a_strict_cookie_or_a_form_and_never_in_an_address(
    client: httpx.AsyncClient,
) -> None:
    visitor = Visitor(client)
    await visitor.open()
    first = await visitor.say("hallo")
    cookie = first.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=") and "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert "Path=/chat" in cookie and "Max-Age" not in cookie
    assert first.headers["Cache-Control"] == "no-store" and first.headers["X-Robots-Tag"] == "noindex"
    second = await visitor.say("nog iets")
    assert (second.status_code, second.headers["Location"]) == (303, "/chat#antwoord")
    assert not visitor.page.find("input", attrs={"name": "pass"})
    chat = visitor.page.find(id="gesprek")
    assert isinstance(chat, Tag) and f"{chat['data-id']}.{chat['data-token']}" in cookie


async def test_the_same_form_twice_is_one_message(
    client: httpx.AsyncClient, assistant: ScriptedAssistant
) -> None:
    visitor = Visitor(client)
    await visitor.open()
    form = visitor.form
    await visitor.submit(form, text="hallo")
    await visitor.submit(form, text="hallo")
    assert visitor.said.count("hallo") == 1 and len(assistant.asked) == 1
    await visitor.submit(form, text="iets anders")
    assert visitor.said[-1] == "antwoord op iets anders"


async def test_only_the_choices_of_now_can_be_pressed(
    client: httpx.AsyncClient, assistant: ScriptedAssistant
) -> None:
    visitor = Visitor(client)
    await visitor.open()
    await visitor.say("hallo")
    assert not visitor.page.select(".choices")
    before = len(assistant.asked)
    await visitor.submit(visitor.form, None, choice="topic:verzonnen")
    assert len(assistant.asked) == before + 1, "a choice from an old page is for the assistant to judge"


NO_MESSAGES: list[tuple[dict[str, str], str]] = [
    ({"text": "   "}, "Typ eerst uw vraag"),
    ({"text": "\u200b"}, "Typ eerst uw vraag"),
    ({}, "Typ eerst uw vraag"),
    ({"text": "x" * 3000}, "te lang. Er passen 1000 tekens in; u typte er 3000."),
    ({"choice": "x" * 201}, "Deze keuze bestaat niet meer"),
]


async def test_what_is_no_message_is_told_beside_the_field(client: httpx.AsyncClient) -> None:
    visitor = Visitor(client)
    for sent, reason in NO_MESSAGES:
        await visitor.open()
        await visitor.submit(visitor.form, **sent)
        assert visitor.response.status_code == 400 and reason in visitor.error
        field = visitor.page.find(id="vraag")
        assert isinstance(field, Tag) and field["aria-invalid"] == "true"
        assert "plain-error" in field["aria-describedby"]
        assert field.text == sent.get("text", "").strip("\u200b ")
        assert visitor.page.title and "Fout:" in visitor.page.title.text
        assert "Set-Cookie" not in visitor.response.headers


FIELDS: list[tuple[dict[str, Any], str, str, tuple[str, str]]] = [
    ({"name": "name", "kind": "text", "label": "Uw naam"}, "Uw naam", "input", ("autocomplete", "name")),
    ({"name": "contact", "kind": "contact", "label": "E-mail"}, "E-mail", "input", ("inputmode", "email")),
    ({"name": "question", "kind": "long-text", "label": "Uw vraag"}, "Uw vraag", "textarea", ("rows", "3")),
    (
        {"name": "work-area", "kind": "number", "label": "Hoeveel?", "unit": "m²", "refused": True},
        "Uw antwoord, in m²",
        "input",
        ("aria-invalid", "true"),
    ),
]


async def test_a_question_of_a_check_or_a_hand_off_has_a_field_that_fits(
    client: httpx.AsyncClient, assistant: ScriptedAssistant
) -> None:
    visitor = Visitor(client)
    await visitor.open()
    for number, (field, label, element, extra) in enumerate(FIELDS):
        progress = {"step": 2, "of": 5, "title": "Hulp"}
        answer = Answer.model_validate({"kind": "check-question", "field": field, "progress": progress})
        assistant.reply = lambda _said, answer=answer: Reply(text="En dan?", answer=answer)  # type: ignore[misc]
        await visitor.say(f"antwoord {number}")
        shown = visitor.page.find(id="vraag")
        named = visitor.page.find("label", attrs={"for": "vraag"})
        assert isinstance(shown, Tag) and shown.name == element and shown[extra[0]] == extra[1]
        assert isinstance(named, Tag) and named.text.strip() == label
        bar = visitor.page.find("progress")
        assert isinstance(bar, Tag) and bar["aria-label"] == "Stap 2 van 5 – Hulp"


async def test_what_was_typed_is_never_read_as_html(client: httpx.AsyncClient) -> None:
    visitor = Visitor(client)
    await visitor.open()
    await visitor.say("<script>alert(1)</script> & <b>vet</b>")
    assert "<script>alert(1)" not in visitor.response.text
    assert visitor.said[1] == "<script>alert(1)</script> & <b>vet</b>"


async def test_an_account_manager_is_seen_after_a_reload_and_the_choices_rest(
    visitor: Visitor, app: FastAPI
) -> None:
    await visitor.open()
    await visitor.say("ik wil een mens")
    conversations = app.state.services.conversations
    async with app.state.services.database.reading() as session:
        talk = (await session.execute(_newest())).scalar_one()
    await conversations.take_over(talk, "anna", "Anna Voorbeeld")
    await conversations.send_as_account_manager(talk, "anna", "Goedemorgen.\nIk kijk het na.")
    await visitor.press("Kijk of er een antwoord is")
    assert "Anna Voorbeeld" in visitor.page.select(".holder")[0].text
    held, messages = await conversations.read(talk)
    assert held.read_by_entrepreneur == messages[-1].position  # the account manager sees that it was read
    assert "Goedemorgen. Ik kijk het na." in visitor.said
    assert visitor.page.select("#antwoord + .from-system, #antwoord + .from-account-manager")
    assert not visitor.page.select(".choices") and visitor.page.select(".topics button[disabled]")
    await visitor.say("Dank u")
    assert visitor.said[-1] == "Dank u"


async def test_whether_an_answer_helped_is_kept(
    assistant: ScriptedAssistant, client: httpx.AsyncClient, services: Services
) -> None:
    visitor = Visitor(client)
    assistant.reply = lambda said: article_reply()
    await visitor.open()
    await visitor.say("mag dat?")
    assert "Plan (2013)" in visitor.page.select(".sources")[0].text
    await visitor.press("Nee")
    assert not visitor.page.select(".helpful")
    form = visitor.page.select_one(".why")
    assert form and next(each["value"] for each in form.select("[type=radio]")) == "not-asked"
    sent = {str(each["name"]): str(each["value"]) for each in form.select("[type=hidden]")}
    sent |= {"reason": "not-clear", "comment": "Te moeilijk, bsn 123456782"}
    await visitor.client.post("/chat/oordeel", data=sent)
    async with services.database.reading() as session:
        (kept,) = await session.scalars(select(Feedback))
    assert (kept.helpful, kept.reason) == (False, "not-clear") and "123456782" not in (kept.comment or "")
    assert 'voordeur_feedback_total{helpful="no"} 1.0' in (await client.get("/metrics")).text
    await visitor.client.post("/chat/oordeel", data=sent | {"reason": "verzonnen"})
    await visitor.open()
    assert visitor.response.status_code == 200


async def test_a_conversation_is_kept_as_text(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    assistant.reply = lambda said: article_reply("**Ja**, dat mag.")
    await visitor.open()
    await visitor.say("mag ik thuis knippen?")
    await visitor.press("Bewaar dit gesprek")
    assert "e-mailadres" not in visitor.page.select("main")[0].text, "no mail is set up here"
    await visitor.press("Download als tekst")
    assert visitor.response.headers["Content-Disposition"].startswith(
        'attachment; filename="gesprek-voordeur-'
    )
    assert visitor.response.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = visitor.response.text
    assert "Uw gesprek met Voordeur" in text and "mag ik thuis knippen?" in text
    assert "Ja, dat mag.\r\nBron: Plan" in text


async def test_a_conversation_is_erased_after_asking(visitor: Visitor, assistant: ScriptedAssistant) -> None:
    await visitor.open()
    await visitor.say("hallo")
    await visitor.press("Wis dit gesprek")
    assert "Gesprek wissen?" in visitor.page.text and assistant.forgotten == []
    await visitor.press("Nee, bewaar")
    assert "hallo" in visitor.said
    await visitor.press("Wis dit gesprek")
    await visitor.press("Ja, wis")
    assert visitor.said == [] and "Het gesprek is gewist." in visitor.page.text
    assert len(assistant.forgotten) == 1


async def test_a_conversation_that_is_gone_is_told_and_what_was_typed_stays(
    visitor: Visitor, app: FastAPI
) -> None:
    await visitor.open()
    await visitor.say("hallo")
    async with app.state.services.database.reading() as session:
        talk = (await session.execute(_newest())).scalar_one()
    await app.state.services.conversations.erase(talk)
    await visitor.say("nog een vraag")
    assert visitor.response.status_code == 404 and "gewist of verlopen" in visitor.page.text
    assert visitor.form.textarea and visitor.form.textarea.text == "nog een vraag"
    await visitor.say("nog een vraag")
    assert visitor.said[1] == "nog een vraag"


async def test_a_form_from_elsewhere_is_refused(client: httpx.AsyncClient) -> None:
    for path in ("/chat", "/chat/wissen", "/chat/oordeel", "/chat/kijk"):
        for site in ("cross-site", "same-site"):
            sent = {"text": "hallo", "pass": "a" * 20 + "." + "b" * 20}
            response = await client.post(path, data=sent, headers={"Sec-Fetch-Site": site})
            assert response.status_code == 403 and "Set-Cookie" not in response.headers


async def test_a_pass_that_is_none_opens_nothing(client: httpx.AsyncClient) -> None:
    for carried in ("onzin", "a.b", "../../etc.passwd", "x" * 5000, "a" * 20 + "." + "b" * 20):
        response = await client.get("/chat", headers={"Cookie": f"{COOKIE}={carried}"})
        assert response.status_code == 200 and "data-token" not in response.text
        assert f'{COOKIE}=""' in response.headers["Set-Cookie"]


async def test_a_new_conversation_is_in_the_gemeente_and_language_of_the_page(
    client: httpx.AsyncClient, services: Services
) -> None:
    visitor = Visitor(client)
    await visitor.open("/chat?gemeente=laren&language=en")
    await visitor.say("hello")
    chat, plain = visitor.page.find(id="gesprek"), visitor.page.find(id="plain")
    assert isinstance(plain, Tag) and "You are talking to" in plain.text
    html, heading = visitor.page.html, visitor.page.h1
    assert html and html["lang"] == "en" and heading and heading.text == "What can we help you with?"
    assert "Working from home" in visitor.page.text and "Wat er mag" not in visitor.page.text
    assert isinstance(chat, Tag)
    conversation, _ = await services.conversations.read(str(chat["data-id"]))
    assert (conversation.gemeente, conversation.language) == ("laren", "en")


async def test_nonsense_in_the_address_changes_nothing(client: httpx.AsyncClient) -> None:
    visitor = Visitor(client)
    await visitor.open("/chat?gemeente=atlantis&language=klingon&melding=%3Cb%3E")
    await visitor.say("hallo")
    assert visitor.response.status_code == 200 and visitor.said[1] == "hallo"


async def test_who_asks_too_much_is_asked_to_wait_with_what_was_typed(
    client: httpx.AsyncClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(client)
    await visitor.open()

    async def refuse(*_: Any) -> None:
        raise TooManyRequestsError(7)

    monkeypatch.setattr("channels.web.chat.routes.count", refuse)
    await visitor.say("hallo")
    assert visitor.response.status_code == 429 and visitor.response.headers["Retry-After"] == "7"
    assert (
        "over 7 seconden" in visitor.error and visitor.form.textarea and visitor.form.textarea.text == "hallo"
    )


async def test_an_address_of_a_form_leads_back_to_the_chat(client: httpx.AsyncClient) -> None:
    for path in ("/chat/wissen", "/chat/kijk", "/chat/oordeel"):
        response = await client.get(path)
        assert (response.status_code, response.headers["Location"]) == (303, "/chat")
        sent = await client.post(path, data={"answer": "ja", "message": "x" * 99})
        assert sent.status_code == 303 and re.match(r"/chat", sent.headers["Location"])


def _newest() -> Select[tuple[str]]:
    return select(Conversation.id).order_by(Conversation.created_at.desc()).limit(1)
