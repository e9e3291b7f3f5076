"""Scripts that run in Rasa's environment, where spaCy is: JSON in on stdin, JSON out on stdout."""

import json
import subprocess
from pathlib import Path
from typing import Any

from channels.operations.errors import OperationsError
from channels.operations.rasa_files import rasa_python
from kit.settings import Settings

FOLDER = Path(__file__).parent


def ask(settings: Settings, script: str, question: Any) -> Any:
    """Run a script of this folder on a question and return what it answers.

    Raises:
        OperationsError: Rasa's environment is missing, or the script fails; with the end of what it said.
    """
    command = [str(rasa_python(settings)), str(FOLDER / script)]
    done = subprocess.run(  # noqa: S603  our own script in our own environment
        command, input=json.dumps(question), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise OperationsError(f"{script} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)
