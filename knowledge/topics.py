"""The ten topics: the same keys as the folders of the articles and the intents of the model."""

from dataclasses import dataclass
from typing import Literal

type TopicKey = Literal[
    "werken-aan-huis",
    "financiering",
    "subsidies",
    "coaching",
    "omgevingsplan",
    "werkruimte",
    "starten",
    "netwerk-en-buurt",
    "wegwijzer",
    "contact",
]


@dataclass(frozen=True)
class Topic:
    """A topic as an entrepreneur reads it."""

    title: str
    description: str


TOPICS: dict[str, Topic] = {
    "werken-aan-huis": Topic("Werken aan huis", "Wat er mag met een bedrijf in of bij uw woning."),
    "financiering": Topic("Financiering", "Geld lenen, Bbz en hulp bij geldproblemen."),
    "subsidies": Topic("Subsidies", "Subsidies en regelingen waar u geld van kunt krijgen."),
    "coaching": Topic("Coaching", "Advies, begeleiding en cursussen voor uw bedrijf."),
    "omgevingsplan": Topic(
        "Omgevingsplan en vergunningen", "Wat er op een plek mag en welke vergunning nodig is."
    ),
    "werkruimte": Topic("Werkruimte", "Een werkplek, winkelruimte of bedrijfspand vinden."),
    "starten": Topic("Een bedrijf starten", "De eerste stappen, de KVK en het ondernemingsplan."),
    "netwerk-en-buurt": Topic("Netwerk en buurt", "Ondernemersclubs, winkelgebied, parkeren en overlast."),
    "wegwijzer": Topic(
        "Wegwijzer", "Bij welke organisatie u moet zijn, bijvoorbeeld voor belasting of personeel."
    ),
    "contact": Topic("Contact", "Waar en wanneer u een gemeente of loket bereikt."),
}
