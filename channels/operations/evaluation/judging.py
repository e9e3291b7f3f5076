"""Say a sentence to a running Voordeur in a conversation of its own, and compare what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from channels.operations.evaluation.sentences import Sentence
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


async def judge(client: httpx.AsyncClient, replies: Replies, sentence: Sentence) -> Judgement:
    """Open a conversation, say the sentence, and compare what comes back."""
    opened = (await client.post("/v1/conversations", json={})).raise_for_status().json()
    headers = {"Authorization": f"Bearer {opened['token']}"}
    url = f"/v1/conversations/{opened['id']}/messages"
    answer = (await client.post(url, json={"text": sentence.text}, headers=headers)).raise_for_status()
    messages: list[dict[str, Any]] = answer.json()["messages"]
    answers = [message["answer"] for message in messages if message.get("answer")]
    articles = [each.get("articleId") for each in answers]
    choices = {choice["choice"] for message in messages for choice in message["choices"]}
    return Judgement(
        sentence,
        _understood(sentence, messages, answers, replies),
        _expect(sentence.gemeente, [each.get("gemeente") for each in answers]),
        _expect(sentence.article, articles),
        _expect(f"article:{sentence.article}", choices) if sentence.article else None,
        ", ".join(f"{each['kind']} {each.get('topic')} {each.get('articleId') or ''}" for each in answers),
        messages,
    )


def act_of(messages: Sequence[dict[str, Any]], replies: Replies) -> str | None:
    """Return the act that the first message is the reply to; None when it is about a topic."""
    if _refused(messages):
        return "out_of_scope"
    said = str(messages[0]["text"]) if messages else ""
    return next((act for act in ACT_REPLIES if said.startswith(_start_of(act, replies))), None)


def _refused(messages: Sequence[dict[str, Any]]) -> bool:
    """Tell whether it was found out of scope; the sentence for that depends on the door it names."""
    return any((message.get("answer") or {}).get("kind") == "out-of-scope" for message in messages)


def _start_of(act: str, replies: Replies) -> str:
    return replies.raw(ACT_REPLIES[act]).split("{")[0][:FIXED_PART]


def _understood(
    sentence: Sentence,
    messages: Sequence[dict[str, Any]],
    answers: Sequence[dict[str, Any]],
    replies: Replies,
) -> bool:
    if sentence.act is None:
        return any(each.get("topic") == sentence.topic for each in answers)
    if sentence.act == "give_gemeente":
        return any(each["kind"] == "notice" and each.get("gemeente") == sentence.gemeente for each in answers)
    if sentence.act == "out_of_scope":
        return _refused(messages)
    return str(messages[0]["text"]).startswith(_start_of(sentence.act, replies))


def _expect(wanted: str | None, got: Any) -> bool | None:
    return None if wanted is None else wanted in got
