"""Recognises the intent: words and pieces of words, weighed by rarity, and a linear model for each intent.

Rasa's own featurizers also make features for every token, for models that read sequences, and its
`LogisticRegressionClassifier` takes counts without weights and passes no C on. Figures: docs/adr/0002.
"""

from typing import Any, Dict, List, Text, Type

import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

WORD = r"(?u)\b\w+\b"
SEEN = 2
"""What stands in one sentence only teaches nothing, and without it unseen sentences go better."""

TRUSTED = ["scipy.sparse._csr.csr_matrix"]
"""What skops does not know by itself and does no harm: the table of how rare each feature is."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WeightedIntentClassifier(IntentClassifier, GraphComponent):
    """Gives every intent a confidence; together they are 1."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """Stand behind a tokenizer that knows lemmas."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return how many words and letters go together, and how closely the sentences are followed."""
        return {"words": [1, 2], "letters": [2, 5], "C": 30.0}

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Prepare an untrained classifier."""
        self._storage, self._resource = model_storage, resource
        weights = {"min_df": SEEN, "sublinear_tf": True}
        self._words = TfidfVectorizer(ngram_range=tuple(config["words"]), token_pattern=WORD, **weights)
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=tuple(config["letters"]), **weights)
        # A model for each intent against the rest: several times quicker than one of all, and as good.
        self._model = LogisticRegression(
            solver="liblinear", multi_class="ovr", C=config["C"], random_state=42
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
        words = self._words.fit_transform(map(lemmas, messages))
        letters = self._letters.fit_transform(map(text, messages))
        self._model.fit(hstack([words, letters]).tocsr(), [each.get(INTENT) for each in messages])
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
            words = self._words.transform([lemmas(message)])
            letters = self._letters.transform([text(message)])
            [confidences] = self._model.predict_proba(hstack([words, letters]).tocsr())
            pairs = sorted(zip(confidences, self._model.classes_), reverse=True)  # noqa: B905  Python 3.10
            ranking = [{"name": str(name), "confidence": float(confidence)} for confidence, name in pairs]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


def lemmas(message: Message) -> Text:
    """Return the words of a message in the form of the dictionary."""
    return " ".join(token.lemma or token.text for token in message.get(TOKENS_NAMES[TEXT], []))


def text(message: Message) -> Text:
    """Return what was typed."""
    return str(message.get(TEXT))
