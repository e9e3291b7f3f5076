"""Everything in one run: Voordeur and three baselines on the same unseen sentences, and the report.

Usage: python -m benchmarks.evaluation [--skip-stock] [--stock-part 0.2] [--skip-textcat] [--skip-curves]

What takes long and was made before of the same inputs is taken from var/. See docs/evaluation.md.
"""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rich.console import Console

from benchmarks.evaluation import curves, neighbours, report, textcat, voordeur
from benchmarks.evaluation.cache import Cache
from benchmarks.evaluation.examples import fingerprint, identity, training_examples
from benchmarks.evaluation.figures import figures
from benchmarks.evaluation.light import pipeline_settings, read_words
from benchmarks.evaluation.outcomes import System
from benchmarks.evaluation.searches import searches
from benchmarks.evaluation.validation import FOLDS, cross_validate
from benchmarks.stock_rasa import measure as stock_rasa
from channels.operations.evaluation import read_sentences
from kit import clock
from kit.settings import ROOT, get_settings
from knowledge.files import read_content

LEFT_OUT = {
    "stock": "stock Rasa, with --skip-stock; its training takes hours on two cores.",
    "textcat": "the spaCy text classifier, with --skip-textcat.",
    "curves": "the learning curve and the thresholds, with --skip-curves.",
}


class Evaluation:
    """One run: the sentences, and what is kept of earlier runs."""

    def __init__(self, skip: Sequence[str], stock_part: float, console: Console) -> None:
        """Read the content, the training sentences and the unseen ones."""
        self.skip, self.stock_part, self.console = skip, stock_part, console
        self.settings = get_settings()
        self.cache = Cache(self.settings)
        self.content = read_content(self.settings.content_dir)
        self.examples = training_examples(self.content)
        self.sentences = list(read_sentences(ROOT / "tests" / "sentences"))

    def run(self) -> dict[str, Any]:
        """Measure everything that is not skipped."""
        measured = {system.name: figures(system, self.sentences) for system in self._systems()}
        return {
            "made": clock.now().isoformat(timespec="minutes"),
            "training_sentences": len(self.examples),
            "unseen_sentences": len(self.sentences),
            "left_out": [LEFT_OUT[name] for name in self.skip],
            "systems": measured,
            "curves": {} if "curves" in self.skip else self._curves(),
        }

    def _systems(self) -> list[System]:
        self._say("Voordeur, the whole stack")
        systems = [asyncio.run(voordeur.measure(self.settings, self.content, self.sentences))]
        if "stock" not in self.skip:
            self._say("stock Rasa; the first time it is trained, which takes long")
            systems.append(self._stock())
        if "textcat" not in self.skip:
            self._say("the spaCy text classifier")
            systems.append(textcat.measure(self.settings, self.cache, self.examples, self.sentences))
        self._say("the nearest neighbour")
        return [*systems, neighbours.measure(self.examples, self.sentences)]

    def _stock(self) -> System:
        """Measure stock Rasa, which may have learnt only a part of the sentences; its name then says so."""
        examples = self.examples if self.stock_part == 1 else curves.part_of(self.examples, self.stock_part)
        system = stock_rasa.measure(self.settings, self.cache, self.content, examples, self.sentences)
        if self.stock_part == 1:
            return system
        return replace(system, name=f"{system.name}, {self.stock_part:.0%} of the sentences")

    def _curves(self) -> dict[str, Any]:
        self._say("the learning curve and the thresholds")
        texts = [sentence.text for sentence in self.sentences]
        known = fingerprint(identity(self.examples), texts, pipeline_settings(), FOLDS)
        return dict(self.cache.get("curves", known, self._make_curves))

    def _make_curves(self) -> dict[str, Any]:
        texts = [*(each.text for each in self.examples), *(each.text for each in self.sentences)]
        words = read_words(self.settings, texts)
        judged = list(cross_validate(self.examples, words))
        found = list(searches(self.content, self.settings.region, judged))
        return {
            "learning": curves.learning_curve(self.examples, self.sentences, words),
            "thresholds": {
                "fallback": curves.fallback_curve(judged),
                "act": curves.act_curve(judged),
                "sure": curves.sure_curve([each for each in found if each.ours]),
                "scope": curves.scope_curve(found),
            },
        }

    def _say(self, what: str) -> None:
        self.console.print(f"[dim]evaluating[/dim] {what}")


def main() -> None:
    """Measure, show and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluation")
    for name, what in LEFT_OUT.items():
        parser.add_argument(f"--skip-{name}", action="store_true", help=f"leave out {what.split(',')[0]}")
    parser.add_argument("--stock-part", type=float, default=1.0, help="the share that stock Rasa learns")
    chosen = vars(parser.parse_args())
    console = Console(highlight=False)
    skip = [name for name in LEFT_OUT if chosen[f"skip_{name}"]]
    made = Evaluation(skip, chosen["stock_part"], console).run()
    paths = report.write_report(made)
    report.show(made, console)
    for path in paths:
        console.print(f"written: {path}", soft_wrap=True)


if __name__ == "__main__":
    main()
