"""Train spaCy's text classifier on sentences with an intent, and let it classify other ones."""

import json
import random
import sys
import time

import spacy
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

SEED = 20261127
BATCH = 64


def main() -> None:
    """Read `{"examples": [[text, intent]], "texts": [], "epochs": n}`; write the likeliest and the time."""
    question = json.load(sys.stdin)
    fix_random_seed(SEED)
    began = time.monotonic()
    nlp = train(question["examples"], question["epochs"])
    seconds = time.monotonic() - began
    likeliest = [max(doc.cats.items(), key=lambda each: each[1]) for doc in nlp.pipe(question["texts"])]
    json.dump({"likeliest": likeliest, "seconds": seconds}, sys.stdout)


def train(pairs: list[list[str]], epochs: int) -> spacy.language.Language:
    """Return a blank Dutch pipeline with a trained classifier."""
    nlp = spacy.blank("nl")
    classifier = nlp.add_pipe("textcat")
    intents = sorted({intent for _, intent in pairs})
    for intent in intents:
        classifier.add_label(intent)
    learnt = [
        Example.from_dict(nlp.make_doc(text), {"cats": {each: float(each == intent) for each in intents}})
        for text, intent in pairs
    ]
    nlp.initialize(lambda: learnt)
    chance = random.Random(SEED)  # noqa: S311  repeatable on purpose
    for number in range(epochs):
        chance.shuffle(learnt)
        losses: dict[str, float] = {}
        for batch in minibatch(learnt, BATCH):
            nlp.update(batch, losses=losses)
        sys.stderr.write(f"epoch {number + 1}: {losses}\n")
    return nlp


if __name__ == "__main__":
    main()
