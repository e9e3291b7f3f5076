"""The simplest baseline: the training sentence that looks most like it, by TF-IDF of words."""

import time
from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

from benchmarks.evaluation.examples import Example
from benchmarks.evaluation.outcomes import Outcome, System
from channels.operations.evaluation import Sentence

ABOUT = "TF-IDF of words and pairs of words, the nearest training sentence by cosine (scikit-learn)"
SURE = 0.5
"""Cosine; below it the neighbour shares too little to be acted on."""


def measure(examples: Sequence[Example], sentences: Sequence[Sentence]) -> System:
    """Find the nearest neighbour of every sentence."""
    began = time.monotonic()
    counter = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    known = counter.fit_transform([example.text for example in examples])
    index = NearestNeighbors(n_neighbors=1, metric="cosine").fit(known)
    seconds = time.monotonic() - began
    distances, places = index.kneighbors(counter.transform([sentence.text for sentence in sentences]))
    outcomes = {
        sentence.text: _outcome(examples[int(place[0])], 1 - float(distance[0]))
        for sentence, distance, place in zip(sentences, distances, places, strict=True)
    }
    return System("Nearest neighbour", ABOUT, outcomes, frozenset({"article"}), seconds)


def _outcome(nearest: Example, cosine: float) -> Outcome:
    sure = cosine >= SURE
    return Outcome(nearest.intent, cosine, sure, article=nearest.article if sure else None)
