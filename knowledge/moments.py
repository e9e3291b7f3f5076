"""Moments in which something else matters more than the question, and what is said then: ``moments/*.yaml``.

Lists that editors can read must find it, also while Rasa is down. A model that learnt an intent of the moment
only adds to them: it hears what nobody put on a list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from knowledge.errors import Problem
from knowledge.phrases import Phrases
from knowledge.schemas import FileModel, Line, RepliesFile, Slug
from knowledge.yaml_files import YamlFile, decode

_FOLDER = "moments"

type Manner = Literal["alone", "help", "boundary", "private"]
"""How a moment is met.

``alone``: only this is said, and all that was under way waits. ``help``: said instead of an answer; a check
waits until somebody goes on with it. ``boundary``: said instead of an answer; what was under way goes on at
once. ``private``: said beside the answer; the question is not kept for editors.
"""


class MomentFile(FileModel):
    """One moment: when it is heard, and what is said then."""

    rank: Annotated[int, Field(ge=1)]
    """Of two moments in one message the one with the lower rank is met."""
    manner: Manner
    reply: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    """A key of ``replies.yaml``."""
    article: Slug | None = None
    """What follows the reply; without it the reply stands alone."""
    phrases: Annotated[tuple[Line, ...], Field(min_length=1)]
    exceptions: tuple[Line, ...] = ()
    """What is said with the same words and means something else: it is left out before looking."""
    intent: Annotated[str | None, Field(pattern=r"^[a-z_]+$")] = None
    """The intent with which a model recognises the moment; none, and only the phrases do."""
    sure_from: Annotated[float, Field(gt=0, le=1)] = 0.25
    """The probability of the intent from which the model is believed: in cross-validation two
    to five in a thousand other sentences reach it, and many of those are such a moment all the same."""


@dataclass(frozen=True)
class Moment:
    """A moment that was heard."""

    id: str
    manner: Manner
    reply: str
    article: str | None


SURELY_READ = 0.5
"""From this probability a model that reads a moment goes before a graver one that is not read so surely. In
cross-validation 16 of 18 such sentences were what the model read.
"""


class Moments:
    """Compares what people type with the phrases of every moment."""

    def __init__(self, files: Mapping[str, MomentFile]) -> None:
        """Prepare the phrases, the gravest moment first."""
        ranked = sorted(files.items(), key=lambda each: each[1].rank)
        self._moments = [
            (Moment(name, file.manner, file.reply, file.article), Phrases(file.phrases, file.exceptions))
            for name, file in ranked
        ]
        self._read = {
            moment.id: (files[moment.id].intent, files[moment.id].sure_from) for moment, _ in self._moments
        }

    def before(self, text: str, ranking: Mapping[str, float] | None = None) -> Moment | None:
        """Return the moment in a text that goes before any answer; none, and the answer goes on.

        It is the gravest, unless a model surely reads another: whoever hides machines before a bailiff comes
        has money trouble, and must hear the boundary. Nothing goes before despair or danger.

        The ranking is what a model read: the probability of each intent.
        """
        by_words = {each.id for each in self._heard_in(text, private=False)}
        found = by_words | self._read_in(ranking or {})
        gravest = [each for each, _ in self._moments if each.id in found and each.manner != "private"]
        if not gravest or gravest[0].manner == "alone":
            return gravest[0] if gravest else None
        return next((each for each in gravest if self._read_surely(each, ranking or {})), gravest[0])

    def _read_surely(self, moment: Moment, ranking: Mapping[str, float]) -> bool:
        intent, _ = self._read[moment.id]
        return ranking.get(intent or "", 0.0) >= SURELY_READ

    def private(self, text: str) -> list[Moment]:
        """Return what a text tells that need not be shared."""
        return list(self._heard_in(text, private=True))

    def _read_in(self, ranking: Mapping[str, float]) -> set[str]:
        """Return the moments of which a model is sure enough."""
        return {
            name for name, (intent, sure) in self._read.items() if intent and ranking.get(intent, 0) >= sure
        }

    def _heard_in(self, text: str, *, private: bool) -> Iterator[Moment]:
        """Compare with the phrases of one of the two kinds only: that takes most of the time of both."""
        asked = (each for each in self._moments if (each[0].manner == "private") is private)
        return (moment for moment, phrases in asked if phrases.heard_in(text))


def moment_files(folder: Path) -> tuple[str, ...]:
    """Return the names of all moments in a content folder."""
    return tuple(path.relative_to(folder).as_posix() for path in sorted((folder / _FOLDER).glob("*.yaml")))


def read_moments(folder: Path, replies: RepliesFile | None, problems: list[Problem]) -> dict[str, MomentFile]:
    """Read and check every moment; mistakes are added to the problems, and their file is left out."""
    found = ((Path(name).stem, _read(folder, name, replies, problems)) for name in moment_files(folder))
    return {name: moment for name, moment in found if moment}


def _read(folder: Path, name: str, replies: RepliesFile | None, problems: list[Problem]) -> MomentFile | None:
    text = decode(folder, name, problems)
    if text is None:
        return None
    yaml = YamlFile(name, text)
    found = yaml.validate(MomentFile)
    if isinstance(found, list):
        problems.extend(found)
        return None
    if replies and found.reply not in replies.root:
        message = f"{found.reply} staat niet in replies.yaml"
        problems.append(Problem(name, yaml.line(("reply",)), "reply", message))
        return None
    return found
