"""The sources of the steps that a check advises come with its result."""

from assistant_builders import Chat, kind

MOST_QUESTIONS = 30


async def test_a_step_brings_its_source_into_the_answer(chat: Chat) -> None:
    await chat.choose("check:financiering")
    for answer in ("answer:phase:zwaar-weer", "gemeente:hilversum"):
        replies = await chat.choose(answer)
    for _ in range(MOST_QUESTIONS):
        if kind(replies[-1]) == "check-result":
            break
        replies = await chat.type("weet ik niet")
    result = replies[-1]
    assert "Bureau Zelfstandigen" in result.text
    [everything] = await chat.choose("check-all")
    assert everything.answer is not None
    [source] = [each for each in everything.answer.sources if "(Bbz), gemeente Hilversum" in each.title]
    assert source.url and source.date == "2022" and source.checked_on is not None
