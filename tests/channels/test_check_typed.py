"""A number typed in a check is an answer where a number is asked, and a choice where choices are offered."""

import pytest

from channels.conversations.choices import typed_choice
from channels.conversations.models import Message

NUMBER = ["answer:staff:onbekend", "back", "stop"]
OPTIONS = ["answer:runner:bewoner", "answer:runner:ander", "answer:runner:onbekend", "back", "stop"]
WAYS_OUT = ["back", "stop"]


def offering(choices: list[str]) -> Message:
    offered = [{"title": choice, "choice": choice} for choice in choices]
    return Message(sender="assistant", text="?", choices=offered)


@pytest.mark.parametrize(
    ("offered", "typed", "choice"),
    [
        (NUMBER, "2", None),
        (NUMBER, "1", None),
        ([*NUMBER, "hand-off"], "3", None),
        (NUMBER, "stop", "stop"),
        (OPTIONS, "2", "answer:runner:ander"),
        (OPTIONS, "9", None),
        (WAYS_OUT, "2", "stop"),
    ],
)
def test_a_number_is_an_answer_only_where_no_answers_are_offered(
    offered: list[str], typed: str, choice: str | None
) -> None:
    assert typed_choice(typed, [offering(offered)]) == choice
