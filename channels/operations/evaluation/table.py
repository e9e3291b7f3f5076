"""`voordeur evaluate`: shares per topic and act in one table, and every sentence that went wrong."""

from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from channels.operations.errors import OperationsError
from channels.operations.evaluation.judging import Judge, Judgement
from channels.operations.evaluation.sentences import Sentence, read_sentences
from channels.operations.temporary import running_voordeur
from kit.settings import Settings
from knowledge.files import read_content


async def evaluate(settings: Settings, folder: Path, console: Console) -> None:
    """Judge every sentence and print shares per topic and act, and every sentence that went wrong.

    Raises:
        OperationsError: there are no sentences.
    """
    sentences = list(read_sentences(folder))
    if not sentences:
        raise OperationsError(f"Er staan geen toetszinnen in {folder}.")
    judge = Judge(read_content(settings.content_dir))
    judgements = [each async for each in _judge_all(settings, judge, sentences)]
    for each in judgements:
        if not each.understood or False in (each.gemeente, each.article):
            console.print(f"{each.sentence.folder}: {each.sentence.text} -> {each.got}", soft_wrap=True)
    console.print(table_of(judgements))


async def _judge_all(settings: Settings, judge: Judge, sentences: list[Sentence]) -> AsyncIterator[Judgement]:
    async with (
        running_voordeur(settings) as address,
        httpx.AsyncClient(base_url=address, timeout=30) as client,
    ):
        for sentence in sentences:
            yield await judge.judge(client, sentence)


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
