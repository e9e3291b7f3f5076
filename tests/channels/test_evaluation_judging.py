"""What counts as understood: an English reply or article is as good as the Dutch one that it translates."""

import pytest

from channels.operations.evaluation import ACT_REPLIES, Judge
from kit.settings import ROOT
from knowledge.files import Content, read_content
from knowledge.replies import Replies


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(ROOT / "knowledge" / "content")


def said(text: str, *choices: str) -> list[dict[str, object]]:
    return [{"text": text, "choices": [{"choice": each} for each in choices]}]


def test_english_replies_are_others_than_dutch_ones(content: Content) -> None:
    english, dutch = content.other_languages.replies_en.root, content.replies.root
    both = set(ACT_REPLIES.values()) & set(english)
    assert {"greet", "abusive", "crisis", "delete_confirm"} <= both
    assert all(english[key] != dutch[key] for key in both)


@pytest.mark.parametrize("act", [act for act in ACT_REPLIES if act != "out_of_scope"])
def test_an_act_is_known_by_its_reply_in_both_languages(content: Content, act: str) -> None:
    key, judge = ACT_REPLIES[act], Judge(content)
    dutch = Replies(content.replies.root)
    for replies in (dutch, Replies(content.other_languages.replies_en.root, dutch)):
        assert judge.act_of(said(replies.raw(key))) == act


def test_an_english_article_counts_as_the_dutch_one(content: Content) -> None:
    english = next(each for each in content.articles if each.translation_of)
    judge = Judge(content)
    assert judge.dutch(english.id) == english.translation_of
    assert judge.offered(said("", f"article:{english.id}", "hand-off")) == [english.translation_of]


@pytest.mark.parametrize("text", ["", "iets anders", "Something else"])
def test_what_is_no_reply_to_an_act_is_none(content: Content, text: str) -> None:
    assert Judge(content).act_of(said(text)) is None
