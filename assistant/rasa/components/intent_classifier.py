"""Recognises the intent: words as they sound and pieces of words, weighed by rarity; a linear model each.

Rasa's own featurizers also make features for every token, for models that read sequences, and its
`LogisticRegressionClassifier` takes counts without weights and passes no C on. Figures: docs/adr/0002.
"""

import json
from pathlib import Path
from typing import Any, Dict, Iterable, List, Text, Tuple, Type

import numpy as np
from joblib import Parallel, delayed
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from components.by_ear import words_by_ear
from components.names import with_one_name

WORD = r"\S+"
SEEN = 3
"""Times. What stands in fewer sentences teaches nothing that unseen sentences gain by, and costs memory."""

CLOSE_ENOUGH = 0.01
"""Where the search for the best weights stops. A hundred times closer takes three times as long, and unseen
sentences go no better by it."""

TERMS, WEIGHTS = "terms.json", "weights.npz"
"""What was learnt, as data: nothing in these files is run, and they are read in a moment."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WeightedIntentClassifier(IntentClassifier, GraphComponent):
    """Gives every intent a confidence; together they are 1."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """Stand behind what knows lemmas and places."""
        return [SpacyNLP]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return how many letters go together, and how closely the sentences are followed."""
        return {"letters": [2, 5], "C": 30.0}

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Prepare an untrained classifier."""
        self._storage, self._resource = model_storage, resource
        weights = {"min_df": SEEN, "sublinear_tf": True}
        self._words = TfidfVectorizer(token_pattern=WORD, **weights)
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=tuple(config["letters"]), **weights)
        self._closeness = config["C"]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "WeightedIntentClassifier":
        """Make an untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the sentences that have an intent, and keep what was learnt."""
        messages = [each for each in training_data.intent_examples if each.get(TEXT)]
        # Files are read in the order of the folder, and the weights depend on the order a little.
        messages.sort(key=lambda each: (each.get(TEXT), each.get(INTENT)))
        typed, heard = read(messages)
        features = hstack([self._words.fit_transform(heard), self._letters.fit_transform(typed)])
        self._learn(features.tocsr(), np.array([each.get(INTENT) for each in messages]))
        with self._storage.write_to(self._resource) as folder:
            self._write(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "WeightedIntentClassifier":
        """Take up what was learnt."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._read(folder)
        return classifier

    def _learn(self, features: csr_matrix, intents: np.ndarray) -> None:
        """Weigh the features for each intent against the rest: quicker than for all together, and as good."""
        self._intents = np.unique(intents)
        models = Parallel(n_jobs=-1)(
            delayed(self._against_the_rest)(features, intents == intent) for intent in self._intents
        )
        # A row for each feature: those of one message are read without copying the rest.
        self._coef = np.ascontiguousarray(np.vstack([model.coef_ for model in models]).T)
        self._bias = np.concatenate([model.intercept_ for model in models])

    def _against_the_rest(self, features: csr_matrix, right: np.ndarray) -> LogisticRegression:
        model = LogisticRegression(solver="liblinear", C=self._closeness, tol=CLOSE_ENOUGH, random_state=42)
        return model.fit(features, right)

    def _confidences(self, features: csr_matrix) -> np.ndarray:
        """Return how likely each intent is; together they are 1."""
        likely = expit(features @ self._coef + self._bias)
        return likely / likely.sum(axis=1, keepdims=True)

    def _write(self, folder: Path) -> None:
        terms = {name: list(each.get_feature_names_out()) for name, each in self._vectorizers().items()}
        rarity = {name: each.idf_ for name, each in self._vectorizers().items()}
        terms["intents"] = list(self._intents)
        (folder / TERMS).write_text(json.dumps(terms), encoding="utf-8")
        np.savez(folder / WEIGHTS, coef=self._coef, bias=self._bias, **rarity)

    def _read(self, folder: Path) -> None:
        terms = json.loads((folder / TERMS).read_text(encoding="utf-8"))
        with np.load(folder / WEIGHTS) as weights:
            for name, vectorizer in self._vectorizers().items():
                vectorizer.set_params(vocabulary=terms[name])
                vectorizer.idf_ = weights[name]
            self._coef, self._bias = weights["coef"], weights["bias"]
        self._intents = np.array(terms["intents"])

    def _vectorizers(self) -> Dict[Text, TfidfVectorizer]:
        return {"words": self._words, "letters": self._letters}

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the intent and the ranking of all intents, the likeliest first."""
        for message in messages:
            typed, heard = read([message])
            features = hstack([self._words.transform(heard), self._letters.transform(typed)])
            [confidences] = self._confidences(features.tocsr())
            pairs = sorted(zip(confidences, self._intents), reverse=True)  # noqa: B905  Python 3.10
            ranking = [{"name": str(name), "confidence": float(confidence)} for confidence, name in pairs]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


def read(messages: Iterable[Message]) -> Tuple[List[Text], List[Text]]:
    """Return of all messages what was typed, and how their words sound in the form of the dictionary."""
    pairs = [with_one_name(message.get(SPACY_DOCS[TEXT])) for message in messages]
    return [typed for typed, _ in pairs], [words_by_ear(lemmas) for _, lemmas in pairs]
