"""What noise at training brings: cross-validated on the training sentences, never on the unseen ones.

Usage: python -m benchmarks.evaluation.noise

Every variant learns two thirds of the sentences and spoilt copies of a share of them, and is asked the other
third as written, and spoilt with another seed. Unspoilt copies show what more rows do by themselves.
"""

import random
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from assistant.rasa.noise import KINDS, spoil, vocabulary
from benchmarks.evaluation.examples import Example, training_examples
from benchmarks.evaluation.light import Words, read_words
from benchmarks.evaluation.validation import fitted, folds
from kit.settings import get_settings
from knowledge.files import read_content

LEARNT, ASKED = "learnt", "asked"
LETTERS = ("slip", "swap", "drop", "halve")
SPACES = ("split", "join", "dt", "ear")
ALL = tuple(KINDS)


@dataclass(frozen=True)
class Variant:
    """A way to spoil: which kinds of mistakes, in copies of which share of the sentences."""

    name: str
    share: float
    kinds: tuple[str, ...] = ALL


VARIANTS = (
    Variant("none", 0.0),
    Variant("all kinds, 15%", 0.15),
    Variant("all kinds, 30%", 0.3),
    Variant("all kinds, 60%", 0.6),
    Variant("all kinds, 100%", 1.0),
    Variant("unspoilt copies, 60%", 0.6, ()),
    Variant("letters, 30%", 0.3, LETTERS),
    Variant("spaces, dt and by ear, 30%", 0.3, SPACES),
)


@dataclass(frozen=True)
class Gain:
    """What came of a variant: shares understood right, and the time to learn."""

    variant: Variant
    clean: float
    spoilt: float
    seconds: float


class Measurement:
    """The sentences, what they look like spoilt, and the words of all of them."""

    def __init__(self, examples: Sequence[Example], known: Collection[str]) -> None:
        """Spoil every sentence for the questions, and for every choice of kinds that a variant learns."""
        self.examples = examples
        texts = sorted({example.text for example in examples})
        self._spoilt = {(ASKED, ALL, text): spoil(text, ASKED, known) for text in texts}
        for kinds in {variant.kinds for variant in VARIANTS}:
            self._spoilt |= {
                (LEARNT, kinds, text): spoil(text, LEARNT, known, kinds) if kinds else text for text in texts
            }

    @property
    def texts(self) -> Iterator[str]:
        """Every sentence that will be learnt or asked."""
        yield from (example.text for example in self.examples)
        yield from filter(None, self._spoilt.values())

    def of(self, variant: Variant, words: Mapping[str, Words]) -> Gain:
        """Learn with a variant and ask, fold by fold."""
        clean: list[bool] = []
        spoilt: list[bool] = []
        seconds = 0.0
        for learnt, asked in folds(self.examples):
            began = time.monotonic()
            model = fitted([*learnt, *self._copies(learnt, variant)], words)
            seconds += time.monotonic() - began
            twins = self._twins(asked, ASKED, ALL)
            for group, outcomes in ((asked, clean), (twins, spoilt)):
                said = model.likeliest([example.text for example in group])
                outcomes += [e.intent == intent for e, (intent, _) in zip(group, said, strict=True)]
        return Gain(variant, sum(clean) / len(clean), sum(spoilt) / len(spoilt), seconds)

    def _copies(self, learnt: Sequence[Example], variant: Variant) -> list[Example]:
        """Take spoilt copies of a share of the sentences."""
        copied = [example for example in learnt if _chosen(example.text, variant.share)]
        return self._twins(copied, LEARNT, variant.kinds)

    def _twins(self, examples: Sequence[Example], seed: str, kinds: tuple[str, ...]) -> list[Example]:
        twins = [(example, self._spoilt[seed, kinds, example.text]) for example in examples]
        return [Example(text, example.intent) for example, text in twins if text]


def _chosen(sentence: str, share: float) -> bool:
    """Tell whether a sentence belongs to the share that is spoilt; other sentences have no say in it."""
    return random.Random(f"{LEARNT}|chosen|{sentence}").random() < share  # noqa: S311  repeatable on purpose


def main() -> None:
    """Print a row for every variant as it is measured."""
    settings = get_settings()
    examples = training_examples(read_content(settings.content_dir))
    measurement = Measurement(examples, vocabulary([example.text for example in examples]))
    words = read_words(settings, measurement.texts)
    table = Table("noise learnt", "clean", "spoilt", "training time of three folds")
    for variant in VARIANTS:
        gain = measurement.of(variant, words)
        table.add_row(variant.name, f"{gain.clean:.1%}", f"{gain.spoilt:.1%}", f"{gain.seconds:.0f} s")
        sys.stderr.write(f"{gain}\n")
    Console().print(table)


if __name__ == "__main__":
    main()
