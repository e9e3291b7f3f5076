"""Every unseen sentence against the whole model, over HTTP. What fails is known, and the list stays true.

`python -m tests.sentences.record` writes the list anew; read what changed before keeping it.
"""

import pytest
from judging import all_sentences, judge_all, known_failures, wrongs

from channels.operations.evaluation import Judgement, Sentence

SENTENCES = all_sentences()
KNOWN = known_failures()


@pytest.fixture(scope="session")
def judgements(voordeur: str) -> dict[str, Judgement]:
    return judge_all(voordeur, SENTENCES)


@pytest.mark.parametrize(
    "sentence", SENTENCES, ids=lambda sentence: f"{sentence.folder}: {sentence.text}"[:100]
)
def test_a_sentence_is_understood_or_a_known_failure(
    sentence: Sentence, judgements: dict[str, Judgement]
) -> None:
    judgement = judgements[sentence.text]
    assert wrongs(judgement) == KNOWN.get(sentence.text, []), judgement.got


def test_every_known_failure_is_still_a_sentence() -> None:
    assert set(KNOWN) <= {sentence.text for sentence in SENTENCES}
