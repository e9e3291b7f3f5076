"""Build the Dutch pipeline and train the Rasa model, only when their inputs changed."""

import asyncio
import shutil
from collections import deque
from collections.abc import Callable

from ruamel.yaml import YAML

from channels.operations.errors import OperationsError
from channels.operations.phrasings import OUT_OF_SCOPE, lessons, phrasings_folder
from channels.operations.rasa_files import (
    NLU_DIR,
    RASA_DIR,
    Model,
    models,
    rasa_environment,
    rasa_python,
    wanted_model,
)
from channels.operations.training_data import mistakes
from kit.settings import Settings

MODELS_KEPT = 3
Progress = Callable[[str], None]


async def train(settings: Settings, progress: Progress, *, force: bool = False) -> bool:
    """Make the model for today's inputs; return whether anything was trained.

    Raises:
        OperationsError: the training sentences hold mistakes, or the pipeline or the model cannot be made; it
            carries what is wrong, or the last lines of the tool.
    """
    model = wanted_model(settings)
    if model.complete and not force:
        return False
    wrong = mistakes(NLU_DIR, RASA_DIR / "domain")
    if wrong:
        raise OperationsError("De trainingszinnen kloppen niet:\n" + "\n".join(wrong))
    progress("het Nederlandse taalmodel wordt gebouwd")
    await _build_pipeline(settings, model)
    progress("Rasa leert de zinnen; dat duurt vier tot zeven minuten")
    await _train_rasa(settings, model)
    _drop_old(model)
    return True


async def _build_pipeline(settings: Settings, model: Model) -> None:
    shutil.rmtree(model.pipeline, ignore_errors=True)
    model.pipeline.parent.mkdir(parents=True, exist_ok=True)
    content = str(settings.content_dir.resolve())
    await _run(settings, model, "build_pipeline.py", content, str(model.pipeline), settings.spacy_model)
    with phrasings_folder(settings) as folder:
        await _run(settings, model, "build_phrasings.py", str(folder), str(model.phrasings))
    await _run(settings, model, "build_noise.py", str(NLU_DIR), str(model.phrasings), str(model.noise))
    write_lessons(settings, model)


def write_lessons(settings: Settings, model: Model) -> None:
    """Write what editors let the assistant learn as out of scope the way Rasa reads it; nothing, no file."""
    # Rasa reads brackets as an annotation.
    sentences = [text.translate(str.maketrans("[](){}", "      ")) for text in lessons(settings)]
    if sentences:
        examples = "".join(f"- {' '.join(sentence.split())}\n" for sentence in sentences)
        intents = [{"intent": OUT_OF_SCOPE, "examples": examples}]
        YAML().dump({"version": "3.1", "nlu": intents}, model.lessons)


async def _train_rasa(settings: Settings, model: Model) -> None:
    data = [
        str(NLU_DIR),
        str(model.phrasings),
        str(model.noise),
        *([str(model.lessons)] if model.lessons.exists() else ()),
        "rules",
    ]
    out = ["--out", str(model.file.parent), "--fixed-model-name", model.name]
    await _run(settings, model, "-m", "rasa", "train", "--domain", "domain", "--data", *data, *out, "--force")
    if not model.file.exists():
        raise OperationsError(
            "De training gaf geen model. Voer `voordeur train --force` uit en lees de meldingen."
        )


async def _run(settings: Settings, model: Model, *arguments: str) -> None:
    """Run Rasa's Python; its output is kept for when it fails."""
    process = await asyncio.create_subprocess_exec(
        str(rasa_python(settings)),
        *arguments,
        cwd=RASA_DIR,
        env=rasa_environment(settings, model),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        last = await _last_lines(process)
    finally:
        if process.returncode is None:  # we were told to stop
            process.kill()
    if process.returncode != 0:
        raise OperationsError("Het trainen is niet gelukt. De laatste meldingen:\n" + "\n".join(last))


async def _last_lines(process: asyncio.subprocess.Process) -> deque[str]:
    """Read what a process prints until it ends, and keep the end of it."""
    last: deque[str] = deque(maxlen=15)
    if process.stdout is not None:
        async for line in process.stdout:
            last.append(line.decode(errors="replace").rstrip())
    await process.wait()
    return last


def _drop_old(newest: Model) -> None:
    """Keep the newest models, so that going back to earlier content is quick, and drop the rest."""
    for old in models(newest.folder)[MODELS_KEPT:]:
        old.file.unlink()
        shutil.rmtree(old.pipeline, ignore_errors=True)
        old.phrasings.unlink(missing_ok=True)
        old.noise.unlink(missing_ok=True)
        old.lessons.unlink(missing_ok=True)
