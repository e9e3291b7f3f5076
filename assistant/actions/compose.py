"""Put replies together, so that every action says the same kind of thing in the same shape."""

from assistant.actions import check_choices, choices
from assistant.actions.turn import Turn
from assistant.schemas import Answer, AnswerKind, Choice, Reply, Source
from kit import clock
from knowledge.models import Article


def reply(
    turn: Turn, kind: AnswerKind, text: str, offered: tuple[Choice, ...] = (), **details: object
) -> Reply:
    """Make a reply of a kind; the topic and gemeente at hand are always told."""
    memory = turn.memory
    known = {"topic": memory.topic, "gemeente": memory.gemeente, **details}
    return Reply(text=text, choices=offered, answer=Answer.model_validate({"kind": kind, **known}))


def say(turn: Turn, kind: AnswerKind, key: str, offered: tuple[Choice, ...] = (), **values: object) -> Reply:
    """Make a reply of a kind from the editors' sentence for a key."""
    return reply(turn, kind, turn.say(key, **values), offered)


def out_of_scope(turn: Turn, door: str | None) -> Reply:
    """Say that a question is not for this desk, with the right door where it is known."""
    region = turn.library.areas.region_name
    text = turn.say("out_of_scope_door", door=door) if door else turn.say("out_of_scope", region=region)
    turn.memory.pending = None
    return reply(turn, "out-of-scope", text, choices.topics(turn), topic=None)


def article(
    turn: Turn, item: Article, confidence: float | None = None, local: Article | None = None
) -> Reply:
    """Give the short answer of an article with its sources; more, and the local rules, are a choice away."""
    text = item.short_answer
    if turn.library.areas.merged(item.area):
        text += "\n\n" + former_area(turn, item)
    if item.certainty == "laag":
        text += "\n\n" + turn.say("uncertain")
    more = item.details or _terms(turn, item)
    offered = [Choice(title=turn.say("choice_more"), choice=f"details:{item.id}")] if more else []
    if local:
        offered += choices.articles(turn, [local])
    if turn.memory.alternatives:
        offered.append(Choice(title=turn.say("choice_other"), choice="other"))
    offered += check_choices.about(turn, item.topic)
    return _about(turn, item, text, (*offered, choices.person(turn)), confidence)


def former_area(turn: Turn, item: Article) -> str:
    """Say that an answer was written for a gemeente that merged: its rules mostly stay in force there."""
    areas = turn.library.areas
    return turn.say(
        "former_area", former=areas.name(item.area), gemeente=areas.name(areas.current(item.area))
    )


def details(turn: Turn, item: Article) -> Reply:
    """Give the details of an article, and what the abbreviations mean that it leaves unexplained."""
    text = "\n\n".join(filter(None, (item.details or item.short_answer, _terms(turn, item))))
    return _about(turn, item, text, (choices.person(turn),))


def _terms(turn: Turn, item: Article) -> str:
    """Explain abbreviations from the glossary; it says nothing to who does not read Dutch."""
    if item.language != "nl":
        return ""
    found = turn.library.terms.unexplained(f"{item.short_answer}\n\n{item.details}")
    lines = [f"- **{name}**: {term.meaning}" for name, term in found.items()]
    return turn.say("terms", terms="\n".join(lines)) if lines else ""


def sources(turn: Turn, item: Article) -> Reply:
    """Say in words where an article comes from and when it was checked."""
    lines = [f"- {_source_line(source)}" for source in sources_of(item)]
    text = turn.say(
        "sources",
        title=item.title,
        sources="\n".join(lines),
        checked=clock.written_date(item.checked_on, turn.language),
    )
    return _about(turn, item, text, (choices.person(turn),))


def _about(
    turn: Turn, item: Article, text: str, offered: tuple[Choice, ...], confidence: float | None = None
) -> Reply:
    return reply(
        turn,
        "article",
        text,
        offered,
        topic=item.topic,
        article_id=item.id,
        sources=sources_of(item),
        confidence=confidence,
        language=item.language if turn.language != item.language else None,
    )


def sources_of(item: Article) -> tuple[Source, ...]:
    """Return the sources of an article as an answer shows them."""
    return tuple(
        Source(
            title=source.title or source.document,
            url=source.url,
            date=None if source.date == "onbekend" else source.date,
            checked_on=item.checked_on,
        )
        for source in item.sources
    )


def _source_line(source: Source) -> str:
    title = f"[{source.title}]({source.url})" if source.url else source.title
    return f"{title} ({source.date})" if source.date else title
