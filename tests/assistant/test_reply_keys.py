"""Every sentence that the code asks for stands in replies.yaml, and every sentence there is used."""

import re
from typing import get_args

from assistant.schemas import AnswerKind
from channels.operations.evaluation import ACT_REPLIES
from kit.settings import ROOT, Settings
from knowledge.files import read_frame

_KEY = re.compile(r'"([a-z_]+)"')
# Keys that are put together from a step of the hand-off.
_BY_STEP = {
    *(f"hand_off_{step}" for step in ("name", "contact", "question")),
    *(f"choice_change_{step}" for step in ("name", "contact", "question")),
}
# Keys that are put together from the kind of what a messenger cannot take.
_BY_KIND = {f"messenger_no_{kind}" for kind in ("voice", "media", "edited", "unknown")}


def keys() -> set[str]:
    return set(read_frame(Settings(_env_file=None).content_dir).replies.root)


def quoted() -> set[str]:
    files = [
        *(ROOT / "assistant" / "actions").glob("*.py"),
        ROOT / "assistant" / "engine.py",
        *(ROOT / "channels").rglob("*.py"),
    ]
    return {key for file in files for key in _KEY.findall(file.read_text(encoding="utf-8"))}


def said() -> set[str]:
    """The keys that stand directly behind a call of say, text or reply."""
    call = re.compile(r'(?:\.say|\.text|_reply)\(\s*(?:turn,\s*)?(?:"[a-z-]+",\s*)?"([a-z_]+)"')
    files = [*(ROOT / "assistant" / "actions").glob("*.py"), ROOT / "assistant" / "engine.py"]
    return {key for file in files for key in call.findall(file.read_text(encoding="utf-8"))}


def test_every_sentence_the_code_asks_for_is_there() -> None:
    assert len(said()) > 30
    assert said() - set(get_args(AnswerKind)) - keys() == set()


def test_every_sentence_is_used() -> None:
    of_moments = {each.reply for each in read_frame(Settings(_env_file=None).content_dir).moments.values()}
    assert keys() - quoted() - _BY_STEP - _BY_KIND - of_moments - set(ACT_REPLIES.values()) == set()
