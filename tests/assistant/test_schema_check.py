"""The quicker check of an action's answer refuses what Rasa's own check refuses, and nothing else."""

import json
import os
import subprocess

import pytest

from kit.settings import ROOT

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"

_JUDGE = """
import json, sys
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from components.schema_check import check_schema_once

def verdict(check, answer):
    try:
        return check(RemoteAction("action_answer", None), answer)
    except ValidationError:
        return False

rasas = RemoteAction._validate_action_result
check_schema_once()
ours = RemoteAction._validate_action_result
answers = json.loads(sys.argv[1])
print(json.dumps([ours is not rasas, [[verdict(rasas, a), verdict(ours, a)] for a in answers]]))
"""

ANSWERS = {
    "nothing": ({}, True),
    "a reply": ({"events": [], "responses": [{"custom": {"text": "Goedendag"}}]}, True),
    "an event": ({"events": [{"event": "slot", "name": "x", "value": 1}], "responses": []}, True),
    "no object": ([], False),
    "an unknown event": ({"events": [{"event": "nonsense"}], "responses": []}, False),
    "replies that are no list": ({"events": [], "responses": "Goedendag"}, False),
    "a reply that is no object": ({"events": [], "responses": ["Goedendag"]}, False),
}


@pytest.fixture(scope="module")
def judged() -> list[list[bool]]:
    answers = json.dumps([answer for answer, _ in ANSWERS.values()])
    ran = subprocess.run(
        [str(PYTHON), "-c", _JUDGE, answers],
        env=os.environ | {"PYTHONPATH": str(ROOT / "assistant" / "rasa"), "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert ran.returncode == 0, ran.stderr
    replaced, verdicts = json.loads(ran.stdout.splitlines()[-1])
    assert replaced
    found: list[list[bool]] = verdicts
    return found


@pytest.mark.parametrize("number", range(len(ANSWERS)), ids=list(ANSWERS))
def test_both_checks_agree(judged: list[list[bool]], number: int) -> None:
    _, right = list(ANSWERS.values())[number]
    assert judged[number] == [right, right]
