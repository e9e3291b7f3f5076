"""What a check found: in short for the conversation, in full on request, and as findings for a ticket."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import JsonValue

from assistant.actions import check_choices, compose
from assistant.actions.check_answers import written
from assistant.actions.memory import CheckDraft
from assistant.actions.turn import Turn
from assistant.schemas import Choice, Reply, Source
from knowledge.checks.labels import FIT, MET
from knowledge.checks.schemas import UNKNOWN, Advice, Check, CheckSource, Criterion, Met, Scheme

MOST_LINES = 3
MOST_SOURCES = 4
MOST_ELSEWHERE = 2
# What decides goes first: what is not met, then what nobody could tell.
DECISIVE = ((Met.NO, "check_not_met"), (Met.UNKNOWN, "check_not_known"))
SCHEMES = (("fits", "check_fits"), ("may-fit", "check_may_fit"))

type _Sourced = Criterion | Scheme | Advice


async def result(turn: Turn, check: Check, draft: CheckDraft, lead: str = "") -> Reply:
    """Tell the verdict and what decided it, after what has to be said first; the rest is a choice away."""
    outcome = check.judge(draft.answers)
    steps = outcome.steps[:MOST_LINES]
    criteria, schemes = list(_decisive(outcome.criteria)), list(_fitting(outcome.schemes))
    parts = [
        lead,
        turn.say("check_result", verdict=_capital(outcome.verdict_label), summary=outcome.summary),
        *(_section(turn, key, map(_criterion_line, group)) for key, group in criteria),
        *(_section(turn, key, map(_scheme_line, group)) for key, group in schemes),
        _section(turn, "check_steps", map(_text, steps)),
        outcome.disclaimer,
        _page(turn, check),
    ]
    shown: list[_Sourced] = [each for _, group in criteria for each in group]
    shown += [*(each for _, group in schemes for each in group), *steps]
    sources = _sources(shown)[:MOST_SOURCES]
    return _reply(turn, check, parts, sources, await _next_steps(turn, check))


async def all_points(turn: Turn, check: Check, draft: CheckDraft) -> Reply:
    """Tell every criterion and every scheme, with what was filled in."""
    outcome = check.judge(draft.answers)
    groups = [[each for each in outcome.schemes if each.fit == fit] for fit in FIT]
    lists = zip(("check_fits", "check_may_fit", "check_does_not_fit"), groups, strict=True)
    parts = [
        _section(turn, "check_criteria", map(_whole_criterion, outcome.criteria)),
        *(_section(turn, key, map(_whole_scheme, group)) for key, group in lists),
        _section(turn, "check_steps", map(_text, outcome.steps)),
        _section(turn, "check_ask", map(_text, outcome.ask)),
        outcome.disclaimer,
        _page(turn, check),
    ]
    sources = _sources([*outcome.criteria, *outcome.schemes, *outcome.steps, *outcome.ask])
    return _reply(turn, check, parts, sources, (await _next_steps(turn, check))[1:])


def findings(turn: Turn) -> list[JsonValue]:
    """Return what the check of this conversation found, for the ticket; nothing when there was none."""
    draft = turn.memory.check
    check = turn.library.checks.get(draft.check) if draft else None
    if draft is None or check is None or not draft.answers:
        return []
    return [finding(check, draft)]


def finding(check: Check, draft: CheckDraft) -> JsonValue:
    """Return all answers, the verdict, and every criterion and scheme of a check."""
    outcome = check.judge(draft.answers)
    return {
        "check": check.title,
        "verdict": outcome.verdict_label,
        "finished": not check.questions(draft.answers),
        "answers": [{"question": name, "answer": answer} for name, answer in written(check, draft.answers)],
        "criteria": [_criterion_finding(each) for each in outcome.criteria],
        "schemes": [
            {"name": each.name, "fit": FIT[each.fit], "because": list(each.because)}
            for each in outcome.schemes
        ],
        "ask": [each.text for each in outcome.ask],
    }


def _criterion_finding(criterion: Criterion) -> JsonValue:
    return {
        "label": criterion.label,
        "met": MET[criterion.met],
        "limit": criterion.limit,
        "answer": criterion.answer,
        "explanation": criterion.explanation,
        "sources": [f"{source.title} ({source.date})" for source in criterion.sources],
    }


async def _next_steps(turn: Turn, check: Check) -> tuple[Choice, ...]:
    name = await turn.person(check.topic)
    return (
        check_choices.choice(turn, "choice_check_all", "check-all"),
        check_choices.choice(turn, "choice_person_named", "check-person", name=name),
        check_choices.choice(turn, "choice_check_again", "check-again"),
    )


def _reply(
    turn: Turn, check: Check, parts: Iterable[str], sources: Sequence[Source], offered: tuple[Choice, ...]
) -> Reply:
    text = "\n\n".join(filter(None, parts))
    return compose.reply(turn, "check-result", text, offered, topic=check.topic, sources=tuple(sources))


def _section(turn: Turn, key: str, lines: Iterable[str]) -> str:
    """Write a list under its heading; nothing when the list is empty."""
    listed = "\n".join(f"- {line}" for line in lines)
    return f"{turn.say(key)}\n\n{listed}" if listed else ""


def _decisive(criteria: Sequence[Criterion]) -> Iterator[tuple[str, list[Criterion]]]:
    for met, key in DECISIVE:
        yield key, [each for each in criteria if each.met is met][:MOST_LINES]


def _fitting(schemes: Sequence[Scheme]) -> Iterator[tuple[str, list[Scheme]]]:
    for fit, key in SCHEMES:
        yield key, [each for each in schemes if each.fit == fit][:MOST_LINES]


def _criterion_line(criterion: Criterion) -> str:
    here = f" Bij u: {criterion.answer}." if criterion.answer else ""
    return f"**{criterion.label}**.{here} Grens: {criterion.limit}"


def _whole_criterion(criterion: Criterion) -> str:
    """Write a criterion in full; of what other gemeenten do a little, the page has it all."""
    lines = (_criterion_line(criterion), _capital(MET[criterion.met]), criterion.explanation)
    return " ".join(map(_sentence, filter(None, (*lines, *criterion.elsewhere[:MOST_ELSEWHERE]))))


def _text(advice: Advice) -> str:
    return advice.text


def _scheme_line(scheme: Scheme) -> str:
    return f"**{scheme.name}**: {scheme.gives}"


def _whole_scheme(scheme: Scheme) -> str:
    """Write a scheme in full; of one that does not fit only why."""
    line = f"**{scheme.name}**" if scheme.fit == "does-not-fit" else _scheme_line(scheme)
    return " ".join(map(_sentence, (line, *scheme.because)))


def _sources(found: Iterable[_Sourced]) -> list[Source]:
    """Return every source once, in the order in which they are used."""
    sources = {(each.title, each.url): _source(each, one) for one in found for each in one.sources}
    return list(sources.values())


def _source(source: CheckSource, of: _Sourced) -> Source:
    date = None if source.date == UNKNOWN else source.date
    return Source(title=source.title, url=source.url, date=date, checked_on=of.checked_on)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _page(turn: Turn, check: Check) -> str:
    return turn.say("check_page", address=f"{turn.services.settings.base_url}/checks/{check.id}")
