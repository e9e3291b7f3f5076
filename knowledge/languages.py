"""In which language somebody types: Dutch, unless a message gives clear evidence of another one."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from lingua import IsoCode639_1, Language, LanguageDetector, LanguageDetectorBuilder

from knowledge.areas import Areas
from knowledge.language_files import LanguageFile, LanguagesFile
from knowledge.sayings import Sayings
from knowledge.schemas import Vocabulary
from knowledge.search.words import DUTCH

ENGLISH = "en"

# Chosen on the phrasings of the articles and on tests/knowledge/language_sentences.yaml; docs/adr/0010.
LEAST_WORDS = 3
"""Fewer words are no evidence: "foodtruck kopen" and "business center" are Dutch to an entrepreneur."""
LIKELY, LEAD = 0.4, 0.15
"""How likely the detector must find a language whose small words are there too, and how much above Dutch."""
ALONE = 0.8
"""How likely it must be in a language of which we know no small words."""
MANY_SMALL_WORDS = 3
"""So many small words more than Dutch ones decide without the detector."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SCRIPTS = (
    (re.compile(r"[\u0600-\u06ff\u0750-\u077f]"), "ar"),
    (re.compile(r"[\u0400-\u04ff]"), "uk"),
)
"""An alphabet that only one of our languages has is evidence by itself, also in a single word."""


class Languages:
    """The languages of ``languages.yaml``; without that file everything is Dutch."""

    def __init__(self, content: LanguagesFile, areas: Areas, vocabulary: Vocabulary) -> None:
        """Prepare them; places, trades and schemes are left out before a language is guessed."""
        self.known: Mapping[str, LanguageFile] = content.languages
        self._areas = areas
        self._small = {code: frozenset(each.small_words) for code, each in self.known.items()}
        self._names = _names(vocabulary).difference(*self._small.values())
        self._asks = [(code, Sayings(each.asks)) for code, each in self.known.items()]

    def dutch_name(self, code: str) -> str:
        """Return what a language is called in Dutch; of an unknown one the code itself."""
        return self.known[code].dutch_name if code in self.known else code

    def asked_for(self, text: str) -> str | None:
        """Return the language that somebody asks for in so many words: "english please"."""
        return next((code for code, asks in self._asks if asks.heard_in(text)), None)

    def of(self, text: str, present: str = DUTCH) -> str:
        """Return the language of a message in a conversation that is in the present one.

        What gives no clear evidence is in the language of the conversation: a name, an address, a yes.
        """
        script = next((code for letters, code in _SCRIPTS if _mostly(letters, text)), None)
        if script:
            return script if script in self.known else present
        said = self._words_that_tell(text)
        if len(said) < LEAST_WORDS or len(self.known) < 2:
            return present
        return self._told_by(said, present)

    def _told_by(self, said: list[str], present: str) -> str:
        """Weigh the small words and what the detector makes of all words."""
        small = {code: sum(word in words for word in said) for code, words in self._small.items()}
        likely = _likely(tuple(self.known), " ".join(said))
        best = max(self.known, key=lambda code: (small[code], likely[code]))
        if small[best] - small.get(present, 0) >= MANY_SMALL_WORDS:
            return best
        best = max(self.known, key=lambda code: likely[code])
        ahead = likely[best] - likely[present] >= LEAD and small[best] > small.get(present, 0)
        alone = not self._small[best] and not small.get(DUTCH, 0) and likely[best] >= ALONE
        return best if (ahead and likely[best] >= LIKELY) or alone else present

    def _words_that_tell(self, text: str) -> list[str]:
        """Return the words without the names that are the same in every language."""
        words = _WORD.findall(self._areas.without_places(text).lower().replace("’", "'"))
        return [word for word in words if word not in self._names]


def _names(vocabulary: Vocabulary) -> frozenset[str]:
    """Collect the words of trades and schemes: many are English in the middle of Dutch."""
    trades = [name for trade in vocabulary.trades for name in (trade.name, *trade.also)]
    schemes = [name for scheme in vocabulary.schemes for name in (scheme.name, *scheme.also)]
    return frozenset(word for name in (*trades, *schemes) for word in _WORD.findall(name.lower()))


def _likely(codes: Iterable[str], text: str) -> Mapping[str, float]:
    """Return how likely a text is in each of the languages, from 0 to 1."""
    values = _detector(tuple(codes)).compute_language_confidence_values(text)
    return Counter({value.language.iso_code_639_1.name.lower(): value.value for value in values})


@lru_cache(maxsize=2)
def _detector(codes: tuple[str, ...]) -> LanguageDetector:
    """Make a detector for these languages only; it takes some 30 MB, once a process."""
    languages = (Language.from_iso_code_639_1(IsoCode639_1.from_str(code.upper())) for code in codes)
    return LanguageDetectorBuilder.from_languages(*languages).build()


def _mostly(letters: re.Pattern[str], text: str) -> bool:
    """Tell whether at least half of the letters are of an alphabet: an address in it may be in ours."""
    mine = len(letters.findall(text))
    return mine > 0 and 2 * mine >= sum(sign.isalpha() for sign in text)
