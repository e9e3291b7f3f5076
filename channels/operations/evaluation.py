"""`voordeur evaluate`: unseen sentences through the public API, judged on what was understood."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table
from ruamel.yaml import YAML

from channels.operations.errors import OperationsError
from channels.operations.temporary import running_voordeur
from kit.settings import Settings
from knowledge.files import read_frame
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
}
FIXED_PART = 25  # letters before the first placeholder in each of those replies


@dataclass(frozen=True)
class Sentence:
    """One unseen sentence and what should come of it; nothing is expected of what is None.

    `clean` is the sentence that a noisy one was made of, `second` the topic of a second need.
    """

    text: str
    folder: str
    topic: str | None = None
    act: str | None = None
    gemeente: str | None = None
    article: str | None = None
    clean: str | None = None
    second: str | None = None


@dataclass(frozen=True)
class Judgement:
    """What came of a sentence; None where nothing was expected."""

    sentence: Sentence
    understood: bool
    gemeente: bool | None
    article: bool | None
    offered: bool | None
    got: str


def read_sentences(folder: Path) -> Iterator[Sentence]:
    """Read every sentence in the subfolders; the name of the subfolder groups the report."""
    for path in sorted(folder.glob("*/*.yaml")):
        for row in YAML(typ="safe").load(path.read_text(encoding="utf-8")) or []:
            yield Sentence(folder=path.parent.name, **row)


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
    )


def _understood(
    sentence: Sentence, messages: list[dict[str, Any]], answers: list[dict[str, Any]], replies: Replies
) -> bool:
    if sentence.act is None:
        return any(each.get("topic") == sentence.topic for each in answers)
    if sentence.act == "give_gemeente":
        return any(each["kind"] == "notice" and each.get("gemeente") == sentence.gemeente for each in answers)
    start = replies.raw(ACT_REPLIES[sentence.act]).split("{")[0][:FIXED_PART]
    return str(messages[0]["text"]).startswith(start)


def _expect(wanted: str | None, got: Any) -> bool | None:
    return None if wanted is None else wanted in got


async def evaluate(settings: Settings, folder: Path, console: Console) -> None:
    """Judge every sentence and print shares per topic and act, and every sentence that went wrong.

    Raises:
        OperationsError: there are no sentences.
    """
    sentences = list(read_sentences(folder))
    if not sentences:
        raise OperationsError(f"Er staan geen toetszinnen in {folder}.")
    replies = Replies(read_frame(settings.content_dir).replies.root)
    judgements = [each async for each in _judge_all(settings, replies, sentences)]
    for each in judgements:
        if not each.understood or False in (each.gemeente, each.article):
            console.print(f"{each.sentence.folder}: {each.sentence.text} -> {each.got}", soft_wrap=True)
    console.print(table_of(judgements))


async def _judge_all(
    settings: Settings, replies: Replies, sentences: list[Sentence]
) -> AsyncIterator[Judgement]:
    async with (
        running_voordeur(settings) as address,
        httpx.AsyncClient(base_url=address, timeout=30) as client,
    ):
        for sentence in sentences:
            yield await judge(client, replies, sentence)


def table_of(judgements: list[Judgement]) -> Table:
    """Put shares in a table: understood, gemeente, article given, given or offered, another given."""
    table = Table("Map", "Zinnen", "Begrepen", "Gemeente", "Artikel", "Artikel of keuze", "Ander artikel")
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for each in judgements:
        groups[each.sentence.folder].append(each)
    for name, group in [*sorted(groups.items()), ("alles", judgements)]:
        either = [bool(each.article or each.offered) for each in group if each.article is not None]
        figures = [
            _share([each.understood for each in group]),
            _share([each.gemeente for each in group if each.gemeente is not None]),
            _share([each.article for each in group if each.article is not None]),
            _share(either),
            _share(
                [not each.article and "article " in each.got for each in group if each.article is not None]
            ),
        ]
        table.add_row(name, str(len(group)), *figures)
    return table


def _share(outcomes: list[bool]) -> str:
    return f"{100 * sum(outcomes) / len(outcomes):.0f}%" if outcomes else "-"
