"""What is wrong with how a sentence was answered, and which failures are known."""

import asyncio
from collections.abc import Iterable
from itertools import batched
from pathlib import Path

import httpx
from ruamel.yaml import YAML

from channels.operations.evaluation import Judge, Judgement, Sentence, read_sentences
from kit.settings import ROOT
from knowledge.files import read_content

FOLDER = Path(__file__).parent
KNOWN_FAILURES = FOLDER / "known_failures.yaml"
AT_ONCE = 4


def all_sentences() -> list[Sentence]:
    """Read every unseen sentence."""
    return list(read_sentences(FOLDER))


def known_failures() -> dict[str, list[str]]:
    """Return what is known to be wrong, by the text of the sentence."""
    if not KNOWN_FAILURES.exists():
        return {}
    rows = YAML(typ="safe").load(KNOWN_FAILURES.read_text(encoding="utf-8")) or []
    return {row["text"]: row["wrong"] for row in rows}


def wrongs(judgement: Judgement) -> list[str]:
    """Name what is wrong. Not to know, or to offer the right article among others, is not wrong."""
    sentence = judgement.sentence
    found = {
        f"{'act' if sentence.act else 'topic'}-wrong": not judgement.understood,
        "gemeente-wrong": judgement.gemeente is False,
        "article-wrong": judgement.article is False and _gave_an_article(judgement),
    }
    return [name for name, wrong in found.items() if wrong]


def judge_all(address: str, sentences: Iterable[Sentence]) -> dict[str, Judgement]:
    """Say every sentence to a running Voordeur, a few at a time."""
    return asyncio.run(_judge_all(address, sentences))


async def _judge_all(address: str, sentences: Iterable[Sentence]) -> dict[str, Judgement]:
    judge = Judge(read_content(ROOT / "knowledge" / "content"))
    judgements: dict[str, Judgement] = {}
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        for group in batched(sentences, AT_ONCE, strict=False):
            judged = await asyncio.gather(*(judge.judge(client, sentence) for sentence in group))
            judgements |= {each.sentence.text: each for each in judged}
    return judgements


def _gave_an_article(judgement: Judgement) -> bool:
    return any(kind.startswith("article ") for kind in judgement.got.split(", "))
