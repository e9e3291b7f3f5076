"""What the language model learns from: the sentences under assistant/nlu and the phrasings of articles."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML

from channels.operations.rasa_files import NLU_DIR
from knowledge.files import Content


@dataclass(frozen=True)
class Example:
    """One training sentence with its intent; of a phrasing also the article that it asks for, in Dutch."""

    text: str
    intent: str
    article: str | None = None


def training_examples(content: Content) -> list[Example]:
    """Return everything that is learnt, as `voordeur train` gives it to Rasa, without generated noise."""
    return [*_sentences(), *_phrasings(content)]


def fingerprint(*parts: object) -> str:
    """Identify the inputs of something that takes long, so that it is done once."""
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:16]


def identity(examples: Sequence[Example]) -> str:
    """Identify a set of training sentences."""
    return fingerprint([(example.text, example.intent, example.article) for example in examples])


def _sentences() -> Iterator[Example]:
    for path in sorted(NLU_DIR.rglob("*.yml")):
        for row in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in row["examples"].splitlines():
                yield Example(line.removeprefix("- ").strip(), row["intent"])


def _phrasings(content: Content) -> Iterator[Example]:
    """Give every phrasing once, as build_phrasings.py does."""
    seen: set[tuple[str, str]] = set()
    for article in content.articles:
        if article.status != "published":
            continue
        for text in (article.title, *article.questions):
            line = " ".join(text.split())
            if (article.topic, line) not in seen:
                seen.add((article.topic, line))
                yield Example(line, article.topic, article.translation_of or article.id)
