"""The topic of a question as the language model recognises it, for figures that are those of practice."""

from collections.abc import Sequence

from benchmarks.reading import read_all
from kit.settings import Settings


async def recognised(settings: Settings, questions: Sequence[str]) -> dict[str, str | None]:
    """Return the topic of every question, by the model that was trained last; none for an act.

    Raises:
        OperationsError: nothing was ever trained.
        TimeoutError: Rasa does not get ready; its log says why.
    """
    read = await read_all(settings, questions)
    return {question: reading.understanding.topic for question, reading in read.items()}
