"""The words for what a check found about one criterion or scheme, the same at every door."""

from collections.abc import Mapping

from knowledge.checks.schemas import Met

MET: Mapping[str, str] = {
    Met.YES: "voldoet",
    Met.NO: "voldoet niet",
    Met.UNKNOWN: "niet bekend",
    Met.OPEN: "nog niet ingevuld",
}
"""Whether a criterion is met."""

FIT: Mapping[str, str] = {
    "fits": "past waarschijnlijk",
    "may-fit": "past misschien",
    "does-not-fit": "past niet",
}
"""Whether a scheme fits, in the order in which they are shown."""
