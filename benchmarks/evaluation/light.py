"""The classifier of assistant/rasa/config.yml rebuilt with scikit-learn, to train it often and fast.

It reads the same settings (n-grams, frequencies, C) and the same words and lemmas from spaCy, and treats
digits and capitals as Rasa 3.6.21's CountVectorsFeaturizer and LogisticRegressionClassifier do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.evaluation import rasa_side
from channels.operations.rasa_files import RASA_DIR
from kit.settings import Settings

type Words = tuple[str, str]
"""A sentence as its words, and as its lemmas, with single spaces; digits are one sign."""

_WORD = r"(?u)\b\w\w+\b"
_DIGITS = re.compile(r"\b[0-9]+\b")
_COUNTED = {"analyzer", "min_df", "max_df", "max_features", "strip_accents", "stop_words"}


def read_words(settings: Settings, texts: Iterable[str]) -> dict[str, Words]:
    """Split every text with the Dutch pipeline that Rasa gets."""
    wanted = sorted(set(texts))
    question = {"pretrained": settings.spacy_model, "texts": wanted}
    split = rasa_side.ask(settings, "tokens.py", question)
    pairs = ((_joined(words), _joined(lemmas)) for words, lemmas in split)
    return dict(zip(wanted, pairs, strict=True))


def _joined(words: Sequence[str]) -> str:
    return " ".join(_DIGITS.sub("__NUMBER__", word).lower() for word in words)


def pipeline_settings() -> list[dict[str, Any]]:
    """Return the components of config.yml, in their order."""
    config = YAML(typ="safe").load((RASA_DIR / "config.yml").read_text(encoding="utf-8"))
    return list(config["pipeline"])


class LightClassifier:
    """Count vectors and a logistic regression, set up by config.yml."""

    def __init__(self, words: Mapping[str, Words]) -> None:
        """Take the words of every sentence that it will be asked about."""
        parts = pipeline_settings()
        self._words = words
        self._counters = [
            (bool(part.get("use_lemma", True)), _counter(part))
            for part in parts
            if part["name"] == "CountVectorsFeaturizer"
        ]
        self._model = _regression(next(p for p in parts if p["name"] == "LogisticRegressionClassifier"))

    def fit(self, texts: Sequence[str], intents: Sequence[str]) -> "LightClassifier":
        """Learn which sentence has which intent."""
        counts = [counter.fit_transform(self._spoken(texts, lemma)) for lemma, counter in self._counters]
        self._model.fit(csr_matrix(hstack(counts)), intents)
        return self

    @property
    def intents(self) -> list[str]:
        """The intents in the order of the columns of `probabilities`."""
        return [str(intent) for intent in self._model.classes_]

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Return for every text the probability of every intent."""
        counts = [counter.transform(self._spoken(texts, lemma)) for lemma, counter in self._counters]
        return np.asarray(self._model.predict_proba(csr_matrix(hstack(counts))))

    def likeliest(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """Return for every text its likeliest intent and how likely that is."""
        found, names = self.probabilities(texts), self.intents
        return [(names[row.argmax()], float(row.max())) for row in found]

    def _spoken(self, texts: Sequence[str], lemma: bool) -> Iterator[str]:
        return (self._words[text][lemma] for text in texts)


def _counter(part: Mapping[str, Any]) -> CountVectorizer:
    known = {name: value for name, value in part.items() if name in _COUNTED}
    span = (part.get("min_ngram", 1), part.get("max_ngram", 1))
    # The words are lower case already, except for the sign for digits, which Rasa's vectorizer lowers too.
    return CountVectorizer(ngram_range=span, token_pattern=_WORD, **known)


def _regression(part: Mapping[str, Any]) -> LogisticRegression:
    return LogisticRegression(
        solver=part.get("solver", "lbfgs"),
        C=part.get("C", 1.0),
        max_iter=part.get("max_iter", 100),
        tol=part.get("tol", 1e-4),
        random_state=part.get("random_state", 42),
        class_weight="balanced",  # as Rasa's component always has it
    )
