"""The classifier of assistant/rasa/config.yml rebuilt with scikit-learn, to train it often and fast.

It reads the same settings and the same words from spaCy as
assistant/rasa/components/intent_classifier.py, and weighs and learns as that does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from benchmarks.evaluation import rasa_side
from channels.operations.rasa_files import RASA_DIR
from kit.settings import Settings

type Words = tuple[str, str]
"""A sentence as it was typed, and how its words sound, with single spaces; every place is the same word."""

CLOSE_ENOUGH = 0.01  # as there
CLASSIFIER = "components.intent_classifier.WeightedIntentClassifier"
_WEIGHTS = {"min_df": 3, "sublinear_tf": True}
_WORD = r"\S+"


def read_words(settings: Settings, texts: Iterable[str]) -> dict[str, Words]:
    """Read every text with the Dutch pipeline that Rasa gets."""
    wanted = sorted(set(texts))
    content = str(settings.content_dir.resolve())
    question = {"content": content, "pretrained": settings.spacy_model, "texts": wanted}
    read = rasa_side.ask(settings, "tokens.py", question)
    return {text: (typed, heard) for text, (typed, heard) in zip(wanted, read, strict=True)}


def pipeline_settings() -> list[dict[str, Any]]:
    """Return the components of config.yml, in their order."""
    config = YAML(typ="safe").load((RASA_DIR / "config.yml").read_text(encoding="utf-8"))
    return list(config["pipeline"])


class LightClassifier:
    """Weighed words and letters and a logistic regression, set up by config.yml."""

    def __init__(self, words: Mapping[str, Words]) -> None:
        """Take the words of every sentence that it will be asked about."""
        part = next(part for part in pipeline_settings() if part["name"] == CLASSIFIER)
        self._words = words
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=tuple(part["letters"]), **_WEIGHTS)
        self._heard = TfidfVectorizer(token_pattern=_WORD, **_WEIGHTS)
        self._model = OneVsRestClassifier(
            LogisticRegression(solver="liblinear", C=part["C"], tol=CLOSE_ENOUGH, random_state=42)
        )

    def fit(self, texts: Sequence[str], intents: Sequence[str]) -> "LightClassifier":
        """Learn which sentence has which intent."""
        letters = self._letters.fit_transform(self._spoken(texts, 0))
        self._model.fit(
            csr_matrix(hstack([self._heard.fit_transform(self._spoken(texts, 1)), letters])), intents
        )
        return self

    @property
    def intents(self) -> list[str]:
        """The intents in the order of the columns of `probabilities`."""
        return [str(intent) for intent in self._model.classes_]

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Return for every text the probability of every intent."""
        letters = self._letters.transform(self._spoken(texts, 0))
        heard = self._heard.transform(self._spoken(texts, 1))
        return np.asarray(self._model.predict_proba(csr_matrix(hstack([heard, letters]))))

    def likeliest(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """Return for every text its likeliest intent and how likely that is."""
        found, names = self.probabilities(texts), self.intents
        return [(names[row.argmax()], float(row.max())) for row in found]

    def _spoken(self, texts: Sequence[str], part: int) -> Iterator[str]:
        return (self._words[text][part] for text in texts)
