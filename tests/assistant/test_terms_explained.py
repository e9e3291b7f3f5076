"""Abbreviations that an article leaves unexplained are explained with its details."""

from assistant_builders import Chat, titles

HEADING = "Wat de afkortingen betekenen"


async def test_the_details_explain_what_the_article_does_not(chat: Chat) -> None:
    [reply] = await chat.choose("details:wbso")
    text, _, meanings = reply.text.partition(HEADING)
    assert text.strip() and meanings.count("- **") == 1 and "- **WBSO**: " in meanings


async def test_what_the_article_explains_is_not_explained_again(chat: Chat) -> None:
    [reply] = await chat.choose("details:bopa")
    assert "BOPA" in reply.text and HEADING not in reply.text


async def test_an_answer_without_details_offers_the_meanings(chat: Chat) -> None:
    article = chat.services.library.articles["wbso"]
    details, article.details = article.details, ""
    try:
        [reply] = await chat.choose("article:wbso")
        assert "Meer weten" in titles(reply)
        [more] = await chat.choose("details:wbso")
        assert HEADING in more.text
    finally:
        article.details = details
