"""What a question asks and how far it is, for whoever shows it as a form."""

from assistant_builders import Chat

from assistant.schemas import Answer, Reply


def answer(reply: Reply) -> Answer:
    assert reply.answer is not None
    return reply.answer


def step(reply: Reply) -> tuple[int, int]:
    progress = answer(reply).progress
    assert progress is not None
    return progress.step, progress.of


async def test_a_hand_off_tells_its_steps_and_its_typed_fields(chat: Chat) -> None:
    [place] = await chat.choose("hand-off")
    assert step(place) == (1, 6) and answer(place).field is None
    [name] = await chat.choose("gemeente:huizen")
    field = answer(name).field
    assert (
        step(name) == (2, 6) and field and (field.name, field.kind, field.refused) == ("name", "text", False)
    )
    [contact] = await chat.type("Sanne de Wit")
    field = answer(contact).field
    assert step(contact) == (3, 6) and field and (field.kind, field.refused) == ("contact", False)
    [again] = await chat.type("sanne at voorbeeld")
    field = answer(again).field
    assert step(again) == (3, 6) and field and field.refused


async def test_a_gemeente_that_is_known_is_no_step(chat: Chat) -> None:
    await chat.choose("gemeente:laren")
    [name] = await chat.choose("hand-off")
    assert step(name) == (1, 5)
    *_, summary = await chat.to_summary()
    assert step(summary) == (5, 5) and answer(summary).field is None


async def test_a_check_tells_how_many_questions_are_left_and_what_kind_of_answer_fits(chat: Chat) -> None:
    _, first = await chat.choose("check:werken-aan-huis")
    assert step(first)[0] == 1
    [second] = await chat.choose("answer:gemeente:huizen")
    assert step(second)[0] == 2 and step(second)[1] > 2
    progress, field = answer(second).progress, answer(second).field
    assert progress and progress.title and field and field.label in second.text


async def test_a_number_that_cannot_be_is_marked_as_refused(chat: Chat) -> None:
    replies = await chat.choose("check:werken-aan-huis")
    for _ in range(30):
        field = answer(replies[-1]).field
        assert field is not None
        if field.kind == "number":
            break
        replies = await chat.choose(f"answer:{field.name}:onbekend")
    assert field.unit and not field.refused
    [again] = await chat.type("0")
    refused = answer(again).field
    assert refused and refused.name == field.name and refused.refused
