"""Whole conversations as YAML: reading them, having them over HTTP, and comparing every reply.

A file is a list of dialogues; `README.md` in this folder has the format.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

import httpx
from ruamel.yaml import YAML

from kit.settings import ROOT
from knowledge.areas import Areas
from knowledge.files import Content, read_content, read_frame
from knowledge.replies import Replies
from knowledge.schemas import ArticleFile
from knowledge.topics import TOPICS

FOLDER = Path(__file__).parent
OF_THE_HOUR = ("hand_off_outside_hours", "hand_off_holiday", "hand_off_nobody_present")
WILD_CARDS = {
    "{reference}": "VD-[2-9A-HJKMNP-Z]{10}",
    "{address}": "https?://[^/]+",
    "{moment}": "(?:[a-z]+dag [0-9]{1,2} [a-z]+ om [0-9]{2}:[0-9]{2} uur"
    "|[A-Z][a-z]+day [0-9]{1,2} [A-Z][a-z]+ at [0-9]{2}:[0-9]{2}"
    "|[0-9]{2}-[0-9]{2}-[0-9]{4}, [0-9]{2}:[0-9]{2})",
}


@dataclass(frozen=True)
class Dialogue:
    """One conversation: what the entrepreneur does, and what the assistant must say."""

    name: str
    turns: list[dict[str, Any]]


def read_dialogues(path: Path) -> list[Dialogue]:
    """Read the dialogues of one file."""
    return [Dialogue(**row) for row in YAML(typ="safe").load(path.read_text(encoding="utf-8"))]


def all_dialogues() -> Iterator[Dialogue]:
    """Read every dialogue of this folder."""
    for path in sorted(FOLDER.glob("*.yaml")):
        yield from read_dialogues(path)


def of_the_hour(text: str) -> bool:
    """Tell whether this is said because of the hour at which the dialogue is had: nobody is there now."""
    return any(pattern.fullmatch(text) for pattern in _hour_patterns())


@cache
def _hour_patterns() -> list[re.Pattern[str]]:
    content = read_frame(ROOT / "knowledge" / "content")
    languages = content.other_languages.languages.languages.values()
    texts = [content.replies, content.other_languages.replies_en, *(each.replies for each in languages)]
    said = [Replies(each.root).raw(key) for each in texts if each.root for key in OF_THE_HOUR]
    return [re.compile(re.sub(r"\\{[a-z]+\\}", ".+", re.escape(text))) for text in said]


@dataclass
class Talk:
    """A conversation with a running Voordeur."""

    client: httpx.AsyncClient
    path: str
    headers: dict[str, str]
    said: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    async def start(cls, client: httpx.AsyncClient) -> "Talk":
        """Open a conversation; the welcome is not part of a dialogue."""
        opened = (await client.post("/v1/conversations", json={})).raise_for_status().json()
        path, headers = f"/v1/conversations/{opened['id']}", {"Authorization": f"Bearer {opened['token']}"}
        return cls(client, path, headers, opened["messages"])

    async def take(self, turn: dict[str, Any]) -> list[dict[str, Any]]:
        """Type or choose what a turn says and return the replies."""
        body = {"text": turn["user"]} if "user" in turn else {"choice": self._offered(turn["choose"])}
        answer = await self.client.post(f"{self.path}/messages", json=body, headers=self.headers)
        replies: list[dict[str, Any]] = answer.raise_for_status().json()["messages"]
        self.said += replies
        return [reply for reply in replies if not of_the_hour(reply["text"])]

    def _offered(self, title: str) -> str:
        """Return the choice behind a title, as it was offered last: an old button can still be pressed."""
        offered = [choice for message in self.said for choice in message["choices"]]
        found = [choice["choice"] for choice in offered if choice["title"] == title]
        assert found, f"nooit aangeboden: {title}; wel: {sorted({each['title'] for each in offered})}"
        return str(found[-1])


class Expectations:
    """What replies are compared with: the editors' own texts, so that a dialogue need not repeat them."""

    def __init__(self, content: Content) -> None:
        """Read the content that the running Voordeur serves too."""
        self._content = content
        self._areas = Areas(content.areas, "gooi-en-vechtstreek")
        self._replies = Replies(content.replies.root)
        self._english = Replies(content.other_languages.replies_en.root)

    @classmethod
    def of_the_real_content(cls) -> "Expectations":
        """Take the content as it stands in the repository."""
        return cls(read_content(ROOT / "knowledge" / "content"))

    @cached_property
    def articles(self) -> dict[str, ArticleFile]:
        """Every article by its id."""
        return {article.id: article for article in self._content.articles}

    def short_answer(self, article_id: str) -> str:
        """Return how an article is given: its short answer, and a warning when it is not certain."""
        article = self.articles[article_id]
        replies = self._english if article.language == "en" else self._replies
        doubt = "\n\n" + replies.text("uncertain") if article.certainty == "laag" else ""
        return article.short_answer + doubt

    def text_of(self, wanted: dict[str, Any]) -> str:
        """Return the exact text that an expected reply stands for."""
        if "article" in wanted:
            return self.short_answer(wanted["article"])
        if "details" in wanted:
            article = self.articles[wanted["details"]]
            return article.details or article.short_answer
        return str(wanted["text"])

    def titles_of(self, choices: str | list[str]) -> list[str]:
        """Return the titles of a list of choices; two lists that come back often have a name."""
        if isinstance(choices, list):
            return choices
        if choices == "onderwerpen":
            return [*(topic.title for topic in TOPICS.values()), self._replies.text("choice_person")]
        if choices == "topics":
            titles = [topic.title for topic in self._content.other_languages.english.topics.values()]
            return [*titles, self._english.text("choice_person")]
        assert choices == "gemeenten", f"onbekende lijst: {choices}"
        names = [self._areas.name(slug) for slug in self._areas.region_gemeenten]
        return [*names, self._replies.text("choice_no_gemeente")]

    def difference(self, expected: str | dict[str, Any], reply: dict[str, Any]) -> str | None:
        """Say how a reply is not what was expected; None when it is."""
        wanted = {"text": expected} if isinstance(expected, str) else expected
        text, answer = self.text_of(wanted), reply.get("answer") or {}
        if not _pattern(text).fullmatch(reply["text"]):
            return f"verwacht: {text}\ngekregen: {reply['text']}"
        if "article" in wanted and answer.get("articleId") != wanted["article"]:
            return f"verwacht artikel {wanted['article']}, gekregen {answer.get('articleId')}"
        for key in ("kind", "gemeente", "topic", "language"):
            if key in wanted and answer.get(key) != wanted[key]:
                return f"{key}: verwacht {wanted[key]}, gekregen {answer.get(key)}"
        titles = [choice["title"] for choice in reply["choices"]]
        if "choices" in wanted and titles != self.titles_of(wanted["choices"]):
            return f"keuzes: verwacht {wanted['choices']}, gekregen {titles}"
        return None


async def first_wrong(
    dialogue: Dialogue, client: httpx.AsyncClient, expectations: Expectations
) -> str | None:
    """Have a dialogue; return the first turn that goes otherwise, and how; None when all is well."""
    talk = await Talk.start(client)
    for number, turn in enumerate(dialogue.turns, 1):
        try:
            replies = await talk.take(turn)
        except AssertionError as error:  # what is to be chosen was never offered
            return f"beurt {number}: {error}"
        wrong = _wrong_in(turn["assistant"], replies, expectations)
        if wrong:
            return f"beurt {number} ({turn.get('user') or turn.get('choose')}): {wrong}"
    return None


def _wrong_in(
    wanted: list[str | dict[str, Any]], replies: list[dict[str, Any]], expectations: Expectations
) -> str | None:
    for expected, reply in zip_longest(wanted, replies):
        if expected is None:
            return f"ook gezegd: {reply['text']}"
        if reply is None:
            return f"niet gezegd: {expected}"
        if wrong := expectations.difference(expected, reply):
            return wrong
    return None


def _pattern(text: str) -> re.Pattern[str]:
    """Make an exact pattern of a text, in which only the wild cards are free."""
    pattern = re.escape(text)
    for name, wild in WILD_CARDS.items():
        pattern = pattern.replace(re.escape(name), wild)
    return re.compile(pattern)
