"""Say a sentence to a running Voordeur in a conversation of its own, and compare what comes back.

What is asked in English may be answered in English: that counts as the Dutch reply or article it translates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from channels.operations.evaluation.sentences import Sentence
from knowledge.files import Content
from knowledge.replies import Replies

# What the assistant says to an act at the start of a conversation: a key of replies.yaml.
ACT_REPLIES = {
    "greet": "greet",
    "thank": "thank",
    "bye": "bye",
    "help": "help",
    "ask_identity": "ask_identity",
    "abusive": "abusive",
    "affirm": "yes_to_what",
    "deny": "no_then",
    "dont_know": "dont_know",
    "go_back": "nothing_before",
    "stop": "stopped",
    "start_over": "restarted",
    "ask_source": "no_source_yet",
    "ask_person": "hand_off_gemeente",
    "start_check": "check_which",
    "give_gemeente": "gemeente_noted",
    "delete_data": "delete_confirm",
    "out_of_scope": "out_of_scope",
    "crisis": "crisis",
    "money_trouble": "money_trouble",
    "promise": "promise",
    "evasion": "evasion",
}
FIXED_PART = 25  # letters before the first placeholder in each of those replies
OUT_OF_SCOPE = "out_of_scope"
ARTICLE = "article:"
"""What the choice of an article begins with."""


@dataclass(frozen=True)
class Judgement:
    """What came of a sentence; None where nothing was expected."""

    sentence: Sentence
    understood: bool
    gemeente: bool | None
    article: bool | None
    offered: bool | None
    got: str
    messages: Sequence[dict[str, Any]] = ()

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The `answer` of every message that has one."""
        return [message["answer"] for message in self.messages if message.get("answer")]

    @property
    def choices(self) -> set[str]:
        """Everything that was offered as a button."""
        return {choice["choice"] for message in self.messages for choice in message["choices"]}


class Judge:
    """Knows the replies and the articles in both languages."""

    def __init__(self, content: Content) -> None:
        """Take the content that the Voordeur to be judged answers from."""
        dutch = Replies(content.replies.root)
        languages = (dutch, Replies(content.other_languages.replies_en.root, dutch))
        self._starts = {act: tuple(_start_of(act, each) for each in languages) for act in ACT_REPLIES}
        self._dutch = {each.id: each.translation_of or each.id for each in content.articles}

    async def judge(self, client: httpx.AsyncClient, sentence: Sentence) -> Judgement:
        """Open a conversation, say the sentence, and compare what comes back."""
        messages = await _say(client, sentence.text)
        answers = [message["answer"] for message in messages if message.get("answer")]
        articles = {self.dutch(each.get("articleId")) for each in answers}
        return Judgement(
            sentence,
            self._understood(sentence, messages, answers),
            _expect(sentence.gemeente, [each.get("gemeente") for each in answers]),
            _expect(sentence.article, articles),
            _expect(sentence.article, self.offered(messages)),
            ", ".join(
                f"{each['kind']} {each.get('topic')} {each.get('articleId') or ''}" for each in answers
            ),
            messages,
        )

    def dutch(self, article_id: str | None) -> str | None:
        """Return the Dutch article that an English one translates; of a Dutch one itself."""
        return self._dutch.get(article_id, article_id) if article_id else None

    def offered(self, messages: Sequence[dict[str, Any]]) -> list[str]:
        """Return the articles that were offered as a choice, in Dutch."""
        choices = {choice["choice"] for message in messages for choice in message["choices"]}
        ids = (each.removeprefix(ARTICLE) for each in choices if each.startswith(ARTICLE))
        return sorted({self._dutch.get(each, each) for each in ids})

    def act_of(self, messages: Sequence[dict[str, Any]]) -> str | None:
        """Return the act that the first message is the reply to; None when it is about a topic."""
        if _refused(messages):
            return OUT_OF_SCOPE
        said = str(messages[0]["text"]) if messages else ""
        return next((act for act, starts in self._starts.items() if said.startswith(starts)), None)

    def _understood(
        self, sentence: Sentence, messages: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]]
    ) -> bool:
        if sentence.act is None:
            return any(each.get("topic") == sentence.topic for each in answers)
        if sentence.act == "give_gemeente":
            return any(e["kind"] == "notice" and e.get("gemeente") == sentence.gemeente for e in answers)
        if sentence.act == OUT_OF_SCOPE:
            return _refused(messages)
        return str(messages[0]["text"]).startswith(self._starts[sentence.act])


async def _say(client: httpx.AsyncClient, text: str) -> list[dict[str, Any]]:
    opened = (await client.post("/v1/conversations", json={})).raise_for_status().json()
    headers = {"Authorization": f"Bearer {opened['token']}"}
    url = f"/v1/conversations/{opened['id']}/messages"
    answer = (await client.post(url, json={"text": text}, headers=headers)).raise_for_status()
    return list(answer.json()["messages"])


def _refused(messages: Sequence[dict[str, Any]]) -> bool:
    """Tell whether it was found out of scope; the sentence for that depends on the door it names."""
    return any((message.get("answer") or {}).get("kind") == "out-of-scope" for message in messages)


def _start_of(act: str, replies: Replies) -> str:
    return replies.raw(ACT_REPLIES[act]).split("{")[0][:FIXED_PART]


def _expect(wanted: str | None, got: Any) -> bool | None:
    return None if wanted is None else wanted in got
