"""Write what the assistant says now into the dialogues: `python -m tests.dialogues.record [file …]`.

Read every change critically before keeping it: a reply that is not sensible is a defect, not an expectation.
An address in VOORDEUR_ADDRESS is talked to; without one a Voordeur is started for as long as it takes.
"""

import asyncio
import os
import re
import sys
from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from channels.operations.temporary import running_voordeur
from kit.settings import get_settings
from tests.dialogues.dialogues import FOLDER, WILD_CARDS, Expectations, Talk

KEPT = ("kind", "gemeente", "topic", "language", "choices")
WIDTH = 116
_REFERENCE = re.compile(rf"(?<=\*\*){WILD_CARDS['{reference}']}(?=\*\*)")
_ADDRESS = re.compile(rf"(?<=\]\(){WILD_CARDS['{address}']}(?=/checks/)")
_MOMENT = re.compile(WILD_CARDS["{moment}"])


async def record(paths: list[Path]) -> None:
    """Have every dialogue of the files and put the replies in them."""
    expectations, address = Expectations.of_the_real_content(), os.environ.get("VOORDEUR_ADDRESS")
    async with (
        nullcontext(address) if address else running_voordeur(get_settings()) as place,
        httpx.AsyncClient(base_url=place, timeout=30) as client,
    ):
        for path in paths:
            dialogues = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
            for dialogue in dialogues:
                try:
                    await _record(dialogue, client, expectations)
                except AssertionError as error:
                    Console(stderr=True).print(f"{path.name}: {dialogue['name']}: {error}", soft_wrap=True)
            _write(path, dialogues)


def _write(path: Path, dialogues: list[dict[str, Any]]) -> None:
    """Keep the first line, which says what the file is about, and set the dialogues apart."""
    yaml, written = YAML(), StringIO()
    yaml.width, yaml.allow_unicode = WIDTH, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(dialogues, written)
    lines = [line.removeprefix("  ").rstrip() for line in written.getvalue().splitlines()]
    head = path.read_text(encoding="utf-8").splitlines()[0]
    text = "\n".join(lines).replace("\n- name:", "\n\n- name:")
    path.write_text(f"{head}\n\n{text}\n", encoding="utf-8")


async def _record(dialogue: dict[str, Any], client: httpx.AsyncClient, expectations: Expectations) -> None:
    talk = await Talk.start(client)
    for turn in dialogue["turns"]:
        replies = await talk.take(turn)
        old = turn.get("assistant") or []
        before = [*old, *[None] * len(replies)]
        turn["assistant"] = [
            _written(reply, kept, expectations) for kept, reply in zip(before, replies, strict=False)
        ]


def _written(reply: dict[str, Any], old: Any, expectations: Expectations) -> Any:
    """Write one reply down, with the details that were asked for before."""
    row = _text(reply, expectations)
    answer, wanted = reply.get("answer") or {}, old if isinstance(old, dict) else {}
    for key in KEPT:
        if key in wanted:
            row[key] = _choices(reply, expectations) if key == "choices" else answer.get(key)
    return row["text"] if set(row) == {"text"} else row


def _text(reply: dict[str, Any], expectations: Expectations) -> dict[str, Any]:
    text, article_id = reply["text"], (reply.get("answer") or {}).get("articleId")
    if article_id and text == expectations.short_answer(article_id):
        return {"article": article_id}
    if article_id and text == expectations.articles[article_id].details:
        return {"details": article_id}
    text = _ADDRESS.sub("{address}", text)
    if _REFERENCE.search(text):  # walk-in hours name days too, and those stay as they are
        text = _MOMENT.sub("{moment}", _REFERENCE.sub("{reference}", text))
    return {"text": LiteralScalarString(text) if "\n" in text else text}


def _choices(reply: dict[str, Any], expectations: Expectations) -> Any:
    titles = [choice["title"] for choice in reply["choices"]]
    names = ("onderwerpen", "topics", "gemeenten")
    return next((name for name in names if expectations.titles_of(name) == titles), titles)


if __name__ == "__main__":
    asyncio.run(record([Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.yaml"))))
