"""Moments in which something else matters more than the question, and what is better not shared here.

Words of editors decide (`knowledge/content/moments/`), so this works while Rasa is down; the model adds what
is on no list.
"""

from collections.abc import Mapping

from assistant.actions import check, check_choices, choices, compose, hand_off
from assistant.actions.turn import Turn
from assistant.schemas import Choice, Reply
from kit.masking import BSN_MASK, IBAN_MASK
from knowledge.models import Article
from knowledge.moments import Moment
from knowledge.replies import placeholders
from knowledge.search.prior import Prior
from knowledge.search.verdict import Verdict
from knowledge.search.words import DUTCH

DESPAIR = "crisis"
REMOVED = {BSN_MASK: "removed_bsn", IBAN_MASK: "removed_iban"}


def heard_in(turn: Turn) -> Moment | None:
    """Return the moment that goes before any answer; a button never is one."""
    if turn.understanding.chosen:
        return None
    return turn.library.moments.before(turn.text, _read(turn))


def _read(turn: Turn) -> Mapping[str, float]:
    """Return what the model read, as far as it counts.

    In a hand-off a person gets what is typed: of a question only despair goes first, and in a name or an
    address a model reads anything.
    """
    draft, ranking = turn.memory.hand_off, turn.understanding.ranking
    if draft is None:
        return ranking
    return {DESPAIR: ranking.get(DESPAIR, 0.0)} if draft.step == "question" else {}


def beside(turn: Turn) -> list[Reply]:
    """Tell what was removed from the message, or need not be shared here; the answer follows."""
    if turn.understanding.chosen:
        return []
    told = [compose.say(turn, "notice", each.reply) for each in turn.library.moments.private(turn.text)]
    return [*_removed(turn), *told]


def _removed(turn: Turn) -> list[Reply]:
    """Tell once which numbers were removed before the message was stored, and why."""
    what = [turn.say(key) for mask, key in REMOVED.items() if mask in turn.text]
    conjunction = turn.say("and")
    return [compose.say(turn, "notice", "removed", what=f" {conjunction} ".join(what))] if what else []


async def meet(turn: Turn, moment: Moment) -> list[Reply]:
    """Say what matters now; what was under way is not lost."""
    _remember_place(turn)
    if moment.manner == "alone":
        return [await _said(turn, moment, (choices.person(turn),))]
    turn.memory.pending = None
    if turn.memory.hand_off:
        return await _in_hand_off(turn, moment)
    if not check_choices.under_way(turn):
        turn.memory.question = turn.text
    article = _article(turn, moment)
    turn.memory.topic = article.topic if article else turn.understanding.topic or turn.memory.topic
    if check_choices.under_way(turn) and moment.manner == "boundary":
        return [await _said(turn, moment, (choices.person(turn),)), check.ask(turn)]
    turn.memory.pending = "hand-off"
    offered = (choices.person(turn), *_answers(turn, article), *check_choices.wait(turn))
    return [await _said(turn, moment, offered)]


def _answers(turn: Turn, help_given: Article | None) -> tuple[Choice, ...]:
    """Offer what surely answers the question besides: help goes first, but the question was asked."""
    if help_given is None or check_choices.under_way(turn):
        return ()
    prior = Prior.known(help_given.topic)
    result = turn.index.search(turn.text, prior=prior, gemeente=turn.memory.gemeente)
    found = [hit.article for hit in result.hits[:1] if result.verdict is Verdict.SURE]
    return choices.articles(turn, [each for each in found if each.id != help_given.id])


def _remember_place(turn: Turn) -> None:
    """Keep the gemeente of the region that is named, for who helps; a form under way asks for it itself."""
    place = turn.named_place()
    form = turn.memory.hand_off or check_choices.under_way(turn)
    if place and turn.library.areas.in_region(place) and not form:
        turn.memory.gemeente = place


async def _in_hand_off(turn: Turn, moment: Moment) -> list[Reply]:
    """Somebody is on the way to a person already; where the question is asked, this is the question."""
    said = await _said(turn, moment, ())
    if hand_off.draft_of(turn).step == "question":
        return [said, *await hand_off.take_question(turn)]
    return [said, await hand_off.ask(turn)]


async def _said(turn: Turn, moment: Moment, offered: tuple[Choice, ...]) -> Reply:
    """Say the sentence of a moment, with the short answer of its article behind it."""
    text, article = await _sentence(turn, moment.reply), _article(turn, moment)
    if article is None:  # none belongs to it, or withdrawn or expired: the sentence alone still helps
        return compose.reply(turn, "notice", text, offered)
    named = compose.article(turn, article)
    return named.model_copy(update={"text": f"{text}\n\n{article.short_answer}", "choices": offered})


async def _sentence(turn: Turn, key: str) -> str:
    """Fill in who helps, where the sentence names somebody."""
    if "name" not in placeholders(turn.library.replies.raw(key)):
        return turn.say(key)
    return turn.say(key, name=await turn.person(turn.memory.topic))


def _article(turn: Turn, moment: Moment) -> Article | None:
    """Return the article in the language at hand; where there is none the sentence stands alone."""
    library, key = turn.library, moment.article or ""
    return library.articles.get(key) if turn.language == DUTCH else library.translation(key, turn.language)
