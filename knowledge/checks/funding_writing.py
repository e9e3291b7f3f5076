"""Writing what the financieringswijzer found, with the sentences of its rule file."""

from collections.abc import Iterable, Iterator, Sequence

from kit import clock
from knowledge.areas import Areas
from knowledge.checks.funding_rules import AdviceFile, FundingFile, FundingScheme, VerdictText
from knowledge.checks.funding_weighing import GEMEENTE, Weighed
from knowledge.checks.schemas import Advice, CheckSource, Met, Scheme
from knowledge.schemas import SourceFile

_NAMED = 4
"""Schemes that a summary names; the others follow in the list."""


class FundingWriting:
    """Writes schemes and summaries as an entrepreneur reads them."""

    def __init__(self, rules: FundingFile, areas: Areas) -> None:
        self._texts = rules.texts
        self._checked_on = rules.checked_on
        self._areas = areas

    def scheme(self, weighed: Weighed) -> Scheme:
        """Return a scheme with whether it fits and why not, or what decides."""
        file = weighed.scheme
        return Scheme(
            id=file.id,
            name=file.name,
            fit=weighed.fit,
            because=tuple(dict.fromkeys(self._because(weighed))),
            decides=weighed.decides(),
            for_whom=file.for_whom,
            gives=file.gives,
            apply=file.apply,
            papers=file.papers,
            until=self._until(weighed),
            article_id=file.article_id,
            sources=tuple(map(_source, file.sources)),
            checked_on=file.checked_on,
        )

    def advice(self, file: AdviceFile) -> Advice:
        """Return a step or a question with the sources behind it."""
        return Advice(text=file.text, sources=tuple(map(_source, file.sources)), checked_on=self._checked_on)

    def summary(self, text: VerdictText, weighed: Iterable[Weighed]) -> str:
        """Return the summary of an outcome, with the names of the schemes that fit or may fit."""
        names: dict[str, list[str]] = {"fits": [], "may-fit": [], "does-not-fit": []}
        for one in weighed:
            names[one.fit].append(one.scheme.name)
        return text.summary.format(fits=self._listed(names["fits"]), may=self._listed(names["may-fit"]))

    def _because(self, weighed: Weighed) -> Iterator[str]:
        if weighed.fit == "does-not-fit":
            yield from self._against(weighed)
            return
        if weighed.area is Met.UNKNOWN and GEMEENTE not in weighed.decides():
            yield self._texts.province_unknown.format(area=self._area(weighed.scheme))
        yield from (each.because for each in (*weighed.doubtful, *weighed.undecided))
        yield from weighed.scheme.depends_on
        if weighed.state == "unknown":
            yield self._texts.state_unknown
        elif weighed.scheme.certainty == "laag":
            yield self._texts.uncertain

    def _against(self, weighed: Weighed) -> Iterator[str]:
        if weighed.scheme.refused:
            yield weighed.scheme.refused
        elif weighed.state == "ended":
            yield self._texts.ended.format(year=weighed.scheme.end()[:4])
        elif weighed.area is Met.NO:
            yield self._texts.elsewhere.format(area=self._area(weighed.scheme))
        else:
            yield from (each.because for each in weighed.refusing)

    def _until(self, weighed: Weighed) -> str:
        file, texts = weighed.scheme, self._texts
        if weighed.state == "ended":
            return texts.until_ended.format(year=file.end()[:4])
        if weighed.state == "unknown":
            return (file.period if file.state == "unknown" else None) or texts.until_unknown
        if not file.until:
            return file.period or texts.continuing
        until = texts.until.format(date=clock.dutch_date(file.until))
        return f"{until}, {file.period}" if file.period else until

    def _area(self, scheme: FundingScheme) -> str:
        return " en ".join(map(self._areas.name, scheme.areas))

    def _listed(self, names: Sequence[str]) -> str:
        if len(names) > _NAMED:
            names = (*names[:_NAMED], self._texts.more)
            return f"{', '.join(names[:-1])} {names[-1]}"
        return " en ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _source(source: SourceFile) -> CheckSource:
    return CheckSource(title=source.title, url=source.url, date=source.date)
