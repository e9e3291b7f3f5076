"""Where Rasa's environment, inputs and models are, and the variables its process gets."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from channels.operations.errors import OperationsError
from channels.operations.phrasings import phrasings_fingerprint
from kit.settings import ROOT, Settings

RASA_DIR = ROOT / "assistant" / "rasa"
NLU_DIR = ROOT / "assistant" / "nlu"
BUILDERS = ("build_pipeline.py", "build_phrasings.py", "build_noise.py", "noise.py")


def rasa_python(settings: Settings) -> Path:
    """Return the interpreter of Rasa's environment.

    Raises:
        OperationsError: it is not installed.
    """
    python = Path(settings.rasa_python) if settings.rasa_python else ROOT / ".venv-rasa" / "bin" / "python"
    if not python.exists():
        raise OperationsError("De omgeving van Rasa ontbreekt. Voer `make run` uit, dan wordt zij gemaakt.")
    return python


@dataclass(frozen=True)
class Model:
    """A trained model with the spaCy pipeline and the phrasings it was made with, under one name."""

    folder: Path
    name: str

    @property
    def file(self) -> Path:
        """The model itself."""
        return self.folder / "models" / f"{self.name}.tar.gz"

    @property
    def pipeline(self) -> Path:
        """The folder of its Dutch spaCy pipeline."""
        return self.folder / "spacy" / self.name

    @property
    def complete(self) -> bool:
        """Whether nothing of it is missing; a training that was broken off leaves only a part."""
        return self.file.exists() and self.pipeline.exists()

    @property
    def phrasings(self) -> Path:
        """The training sentences made of the articles' phrasings."""
        return self.folder / "spacy" / f"phrasings-{self.name}.yml"

    @property
    def noise(self) -> Path:
        """The training sentences with mistakes that are made of the others."""
        return self.folder / "spacy" / f"noise-{self.name}.yml"

    @property
    def lessons(self) -> Path:
        """The training sentences that editors chose among the unanswered questions; may be missing."""
        return self.folder / "spacy" / f"lessons-{self.name}.yml"


def wanted_model(settings: Settings) -> Model:
    """Return the model for the inputs as they are now; it may not be trained yet."""
    return Model(settings.data_dir.resolve(), fingerprint(settings))


def trained_model(settings: Settings) -> Model:
    """Return the model to use: the wanted one, or the newest while the inputs have changed since.

    Raises:
        OperationsError: nothing was ever trained.
    """
    wanted = wanted_model(settings)
    if wanted.complete:
        return wanted
    usable = [model for model in models(wanted.folder) if model.complete]
    if not usable:
        raise OperationsError("Er is nog geen taalmodel. Voer `voordeur train` uit.")
    return usable[0]


def models(folder: Path) -> list[Model]:
    """Return every model in a data folder, the newest first."""
    files = sorted((folder / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [Model(folder, file.name.removesuffix(".tar.gz")) for file in files]


def rasa_environment(settings: Settings, model: Model) -> dict[str, str]:
    """Return the variables for Rasa's process: paths, the action address and the internal token."""
    return {
        **os.environ,
        "VOORDEUR_SPACY_PIPELINE": str(model.pipeline),
        "VOORDEUR_ACTIONS_URL": settings.actions,
        "VOORDEUR_INTERNAL_TOKEN": settings.internal_secret,
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_CACHE_DIRECTORY": str(settings.data_dir / "rasa-cache"),
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONWARNINGS": "ignore",
    }


def fingerprint(settings: Settings) -> str:
    """Identify everything a training depends on, so that nothing is trained twice and nothing is stale."""
    digest = hashlib.sha256(settings.spacy_model.encode())
    for path in sorted(_inputs(settings)):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    digest.update(phrasings_fingerprint(settings).encode())
    return digest.hexdigest()[:16]


def _inputs(settings: Settings) -> Iterator[Path]:
    yield from NLU_DIR.rglob("*.yml")
    for folder in ("domain", "rules", "components"):
        yield from (path for path in (RASA_DIR / folder).glob("*") if path.suffix in {".yml", ".py"})
    yield from (RASA_DIR / name for name in ("config.yml", *BUILDERS, "requirements.txt"))
    yield settings.content_dir / "areas.yaml"
    yield from (settings.content_dir / "vocabulary").glob("*.yaml")
