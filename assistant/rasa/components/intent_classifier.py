"""Recognises the intent: words as they sound and pieces of words, weighed by rarity; a linear model each.

Rasa's own featurizers also make features for every token, for models that read sequences, and its
`LogisticRegressionClassifier` takes counts without weights and passes no C on. Figures: docs/adr/0002.
"""

from typing import Any, Dict, Iterable, List, Text, Tuple, Type

import skops.io
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
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from components.by_ear import words_by_ear
from components.places import without_places

WORD = r"\S+"
SEEN = 2
"""What stands in one sentence only teaches nothing, and without it unseen sentences go better."""

CLOSE_ENOUGH = 0.01
"""Where the search for the best weights stops. A hundred times closer takes three times as long, and unseen
sentences go no better by it."""

TRUSTED = ["scipy.sparse._csr.csr_matrix"]
"""What skops does not know by itself and does no harm: the table of how rare each feature is."""


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
        # A model for each intent against the rest: several times quicker than one of all, and as good.
        self._model = LogisticRegression(
            solver="liblinear", multi_class="ovr", C=config["C"], tol=CLOSE_ENOUGH, random_state=42
        )

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
        self._model.fit(features.tocsr(), [each.get(INTENT) for each in messages])
        with self._storage.write_to(self._resource) as folder:
            skops.io.dump([self._words, self._letters, self._model], folder / "classifier.skops")
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
        """Take up what was learnt. The file is read as data; nothing in it is run."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            learnt = skops.io.load(folder / "classifier.skops", trusted=TRUSTED)
        classifier._words, classifier._letters, classifier._model = learnt
        return classifier

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the intent and the ranking of all intents, the likeliest first."""
        for message in messages:
            typed, heard = read([message])
            features = hstack([self._words.transform(heard), self._letters.transform(typed)])
            [confidences] = self._model.predict_proba(features.tocsr())
            pairs = sorted(zip(confidences, self._model.classes_), reverse=True)  # noqa: B905  Python 3.10
            ranking = [{"name": str(name), "confidence": float(confidence)} for confidence, name in pairs]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


def read(messages: Iterable[Message]) -> Tuple[List[Text], List[Text]]:
    """Return of all messages what was typed, and how their words sound in the form of the dictionary."""
    pairs = [without_places(message.get(SPACY_DOCS[TEXT])) for message in messages]
    return [typed for typed, _ in pairs], [words_by_ear(lemmas) for _, lemmas in pairs]
