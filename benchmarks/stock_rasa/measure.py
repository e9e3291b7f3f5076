"""Train the stock project when its inputs changed, and let it read the unseen sentences."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.evaluation.cache import Cache, write
from benchmarks.evaluation.examples import Example, fingerprint, identity
from benchmarks.evaluation.outcomes import Outcome, System
from benchmarks.stock_rasa.project import HERE, write_project
from channels.operations.errors import OperationsError
from channels.operations.evaluation import Sentence
from channels.operations.rasa_files import rasa_python
from kit.settings import Settings
from knowledge.areas import Areas
from knowledge.choice import choose
from knowledge.convert import fill
from knowledge.files import Content
from knowledge.models import Article
from knowledge.topics import TOPICS

ABOUT = "Rasa 3.6.21 as `rasa init` sets it up: DIET, ResponseSelector and TED, 100 epochs, same sentences"
KNOWS = frozenset({"gemeente", "article"})
FALLBACK = "nlu_fallback"
MODEL = "stock"


def measure(
    settings: Settings,
    cache: Cache,
    content: Content,
    examples: Sequence[Example],
    sentences: Sequence[Sentence],
) -> System:
    """Train the project, or take it as it was trained before of the same inputs, and ask it everything.

    Raises:
        OperationsError: the training fails; the end of what Rasa said is in the message.
    """
    texts = [sentence.text for sentence in sentences]
    known = fingerprint(identity(examples), *(path.read_text() for path in _recipe()))
    project = settings.data_dir.resolve() / "stock_rasa" / known
    seconds = trained(settings, project, content, examples)
    said = cache.get("stock", fingerprint(known, texts), lambda: _read(settings, project, texts))
    reader = Reader(content, settings.region)
    outcomes = {text: reader.outcome(each) for text, each in zip(texts, said, strict=True)}
    return System("Stock Rasa", ABOUT, outcomes, KNOWS, seconds)


def _recipe() -> list[Path]:
    return [HERE / "config.yml", HERE / "project.py"]


def trained(
    settings: Settings,
    project: Path,
    content: Content,
    examples: Sequence[Example],
    action: str | None = None,
) -> float:
    """Train unless that was done; return the seconds that it took, also when that was earlier.

    Raises:
        OperationsError: the training fails.
    """
    times = project / "training.json"
    if times.exists():
        return float(json.loads(times.read_text(encoding="utf-8"))["seconds"])
    write_project(project, content, examples, action)
    began = time.monotonic()
    command = ["-m", "rasa", "train", "--fixed-model-name", MODEL]
    done = subprocess.run(  # noqa: S603  our own command
        [str(rasa_python(settings)), *command], cwd=project, env=environment(project), check=False
    )
    if done.returncode:
        raise OperationsError(f"The stock project was not trained; its files are in {project}.")
    seconds = time.monotonic() - began
    write(times, {"seconds": seconds})
    return seconds


def environment(project: Path) -> dict[str, str]:
    """Keep trained components beside the project, so that a training that was broken off goes on."""
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    kept = {"RASA_CACHE_DIRECTORY": str(project / "cache"), "TF_CPP_MIN_LOG_LEVEL": "3"}
    return {**os.environ, **quiet, **kept}


def _read(settings: Settings, project: Path, texts: Sequence[str]) -> Any:
    model, output = project / "models" / f"{MODEL}.tar.gz", project / "read.json"
    done = subprocess.run(  # noqa: S603  our own script in our own environment
        [str(rasa_python(settings)), str(HERE / "model.py"), str(model), str(output)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        env=environment(project),
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stderr[-2000:])
        raise OperationsError(f"The stock project in {project} does not answer.")
    return json.loads(output.read_text(encoding="utf-8"))


class Reader:
    """Reads outcomes out of what the model says; the gemeente chooses the article, as for Voordeur."""

    def __init__(self, content: Content, region: str) -> None:
        self._areas = Areas(content.areas, region)
        self._versions: dict[str, list[Article]] = {}
        for file in content.articles:
            if file.language == "nl":
                article = Article()
                fill(article, file)
                self._versions.setdefault(article.subject, []).append(article)

    def outcome(self, said: Mapping[str, Any]) -> Outcome:
        """Take the likeliest intent, the response that was selected, and the place that was found."""
        ranked = [each for each in said["ranking"] if each[0] != FALLBACK]
        label, confidence = ranked[0] if ranked else (None, 0.0)
        decided = said["intent"] != FALLBACK
        gemeente = next((slug for value in said["places"] if (slug := self._areas.find(value))), None)
        article = self._article(str(label), said["response"], gemeente) if decided else None
        return Outcome(label, float(confidence), decided, gemeente=gemeente, article=article)

    def _article(self, label: str, response: str | None, gemeente: str | None) -> str | None:
        """Return the article of the selected subject; Rasa gives it for any intent that is a topic."""
        subject = (response or "").partition("/")[2]
        chosen = choose(self._versions.get(subject, []), gemeente, self._areas) if label in TOPICS else None
        return chosen.article.id if chosen else None
