"""`voordeur knowledge coverage`: the coverage of the content as a table in the terminal."""

from collections.abc import Iterator

from rich.table import Table

from knowledge.quality.coverage import Cell, Coverage
from knowledge.topics import TOPICS

LEGEND = (
    "In elke cel: eigen artikelen + algemene artikelen (regio, provincie of land) "
    "? zegt dat wij het niet vonden ! ontbreekt, terwijl een andere gemeente het wel heeft"
)


def coverage_table(found: Coverage) -> Table:
    """Count per topic and gemeente what is answered, unknown and missing; what is none is left out."""
    table = Table("Onderwerp", *found.gemeenten.values(), caption=LEGEND, caption_justify="left")
    for topic, row in found.cells.items():
        table.add_row(TOPICS[topic].title, *map(_counts, row.values()))
    return table


def _counts(cell: Cell) -> str:
    counts = f"{len(cell.own)}+{len(cell.general)}"
    unknown = f" [yellow]?{len(cell.unknown)}[/yellow]" if cell.unknown else ""
    missing = f" [red]!{len(cell.missing)}[/red]" if cell.missing else ""
    return counts + unknown + missing


def coverage_lines(found: Coverage) -> Iterator[str]:
    """Name per gemeente and topic the subjects that are unknown or missing."""
    for slug, name in found.gemeenten.items():
        for topic, row in found.cells.items():
            for word, subjects in (("niet gevonden", row[slug].unknown), ("ontbreekt", row[slug].missing)):
                if subjects:
                    yield f"{name}, {TOPICS[topic].title}, {word}: {', '.join(subjects)}"
