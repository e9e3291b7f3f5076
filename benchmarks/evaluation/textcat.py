"""The baseline of a text classifier out of the box: spaCy's, trained in Rasa's environment."""

from collections.abc import Sequence
from typing import Any

from benchmarks.evaluation import rasa_side
from benchmarks.evaluation.cache import Cache
from benchmarks.evaluation.examples import Example, fingerprint, identity
from benchmarks.evaluation.outcomes import Outcome, System
from channels.operations.evaluation import Sentence
from kit.settings import Settings

ABOUT = "spaCy's textcat as it comes (ensemble of bag of words and CNN), blank Dutch pipeline"
EPOCHS = 6
SURE = 0.5


def measure(
    settings: Settings, cache: Cache, examples: Sequence[Example], sentences: Sequence[Sentence]
) -> System:
    """Train it, or take what it said before of the same sentences."""
    texts = [sentence.text for sentence in sentences]
    known = fingerprint(identity(examples), texts, EPOCHS)
    said = cache.get("textcat", known, lambda: _train(settings, examples, texts))
    outcomes = {
        text: Outcome(label, confidence, confidence >= SURE)
        for text, (label, confidence) in zip(texts, said["likeliest"], strict=True)
    }
    return System("spaCy textcat", ABOUT, outcomes, seconds=said["seconds"])


def _train(settings: Settings, examples: Sequence[Example], texts: Sequence[str]) -> Any:
    learnt = [(example.text, example.intent) for example in examples]
    return rasa_side.ask(settings, "textcat.py", {"examples": learnt, "texts": texts, "epochs": EPOCHS})
