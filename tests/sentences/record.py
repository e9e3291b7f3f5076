"""Write the sentences that fail now to known_failures.yaml: `python -m tests.sentences.record`.

An address in VOORDEUR_ADDRESS is talked to; without one a Voordeur is started for as long as it takes.
"""

import asyncio
import os

from rich.console import Console
from ruamel.yaml import YAML

from channels.operations.evaluation import Judgement, Sentence, table_of
from channels.operations.temporary import running_voordeur
from kit.settings import get_settings
from tests.sentences.judging import KNOWN_FAILURES, all_sentences, judge_all, wrongs

HEAD = "# Gemaakt met `python -m tests.sentences.record`: wat nu fout gaat en hoe.\n"
WIDTH = 116


def write(judgements: list[Judgement]) -> int:
    """Write the failures, each with what came instead; return how many there are."""
    rows = [
        {"text": each.sentence.text, "folder": each.sentence.folder, "wrong": wrongs(each), "got": each.got}
        for each in judgements
        if wrongs(each)
    ]
    yaml = YAML()
    yaml.width, yaml.allow_unicode = WIDTH, True
    with KNOWN_FAILURES.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        yaml.dump(rows, file)
    return len(rows)


async def judged() -> list[Judgement]:
    """Judge every sentence against the Voordeur at hand."""
    sentences, address = all_sentences(), os.environ.get("VOORDEUR_ADDRESS")
    if address:
        return await _judge(address, sentences)
    async with running_voordeur(get_settings()) as started:
        return await _judge(started, sentences)


async def _judge(address: str, sentences: list[Sentence]) -> list[Judgement]:
    return list((await asyncio.to_thread(judge_all, address, sentences)).values())


def main() -> None:
    """Judge, write the list and show the shares."""
    console, judgements = Console(), asyncio.run(judged())
    failures = write(judgements)
    console.print(table_of(judgements))
    console.print(f"{failures} van {len(judgements)} zinnen gaan fout; zie {KNOWN_FAILURES.name}.")


if __name__ == "__main__":
    main()
