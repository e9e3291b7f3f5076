"""The sentences of the conversation."""

import pytest

from knowledge.errors import KnowledgeError
from knowledge.replies import Replies

REPLIES = Replies({"greet": ("Dag {name}!",), "bye": ("Tot ziens.", "Kom terug.")})


def test_placeholders_are_filled_in() -> None:
    assert REPLIES.text("greet", name="bakker") == "Dag bakker!"


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    assert REPLIES.text("greet", name="{name}") == "Dag {name}!"


def test_a_list_is_one_reply_of_several_paragraphs() -> None:
    assert REPLIES.text("bye") == "Tot ziens.\n\nKom terug."


def test_an_unknown_reply_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="hallo"):
        REPLIES.text("hallo")


def test_a_missing_value_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="name"):
        REPLIES.text("greet", naam="bakker")


def test_keys_can_be_looked_through() -> None:
    assert "greet" in REPLIES
    assert "hallo" not in REPLIES
    assert list(REPLIES) == ["greet", "bye"]
