"""Build the Dutch pipeline and train the Rasa model, only when their inputs changed."""

import asyncio
import shutil
from collections import deque
from collections.abc import Callable
from pathlib import Path

from channels.operations.errors import OperationsError
from channels.operations.rasa_files import (
    NLU_DIR,
    RASA_DIR,
    model_file,
    phrasings_file,
    rasa_environment,
    rasa_python,
    spacy_pipeline,
)
from kit.settings import Settings

MODELS_KEPT = 3
Progress = Callable[[str], None]


async def train(settings: Settings, progress: Progress, *, force: bool = False) -> bool:
    """Make the model for today's inputs; return whether anything was trained.

    Raises:
        OperationsError: the pipeline or the model cannot be made; it carries the last lines of the tool.
    """
    model = model_file(settings)
    if model.exists() and not force:
        return False
    progress("het Nederlandse taalmodel wordt gebouwd")
    await _build_pipeline(settings)
    progress("Rasa leert de zinnen; dat duurt ongeveer een minuut")
    await _train_rasa(settings, model)
    _drop_old(model.parent)
    return True


async def _build_pipeline(settings: Settings) -> None:
    output = spacy_pipeline(settings)
    shutil.rmtree(output, ignore_errors=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    content = str(settings.content_dir.resolve())
    await _run(settings, "build_pipeline.py", content, str(output), settings.spacy_model)
    await _run(settings, "build_phrasings.py", content, str(phrasings_file(settings)))


async def _train_rasa(settings: Settings, model: Path) -> None:
    data = [str(NLU_DIR), str(phrasings_file(settings)), "rules"]
    name = model.name.removesuffix(".tar.gz")
    options = ["--domain", "domain", "--data", *data, "--out", str(model.parent), "--fixed-model-name", name]
    await _run(settings, "-m", "rasa", "train", *options, "--force")
    if not model.exists():
        raise OperationsError(
            "De training gaf geen model. Voer `voordeur train --force` uit en lees de meldingen."
        )


async def _run(settings: Settings, *arguments: str) -> None:
    """Run Rasa's Python; its output is kept for when it fails."""
    process = await asyncio.create_subprocess_exec(
        str(rasa_python(settings)),
        *arguments,
        cwd=RASA_DIR,
        env=rasa_environment(settings),
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


def _drop_old(folder: Path) -> None:
    """Keep the newest models, so that going back to earlier content is quick, and drop the rest."""
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in models[MODELS_KEPT:]:
        name = old.name.removesuffix(".tar.gz")
        old.unlink()
        shutil.rmtree(folder.parent / "spacy" / name, ignore_errors=True)
        (folder.parent / "spacy" / f"phrasings-{name}.yml").unlink(missing_ok=True)
