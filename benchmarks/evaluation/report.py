"""The report: a table on the screen, JSON with every figure, and one page of HTML with plots."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from rich.console import Console
from rich.table import Table

from assistant.actions.turn import SURE_ACT
from benchmarks.evaluation import plots
from benchmarks.evaluation.cache import write
from benchmarks.evaluation.curves import fallback_settings
from benchmarks.evaluation.figures import Figures
from kit.settings import ROOT
from knowledge.search.verdict import NOT_OURS, SURE
from knowledge.topics import TOPICS

FOLDER = ROOT / "reports"
HERE = Path(__file__).parent

# What stands in the table: what it is, where it is among the figures, and the goal; `<` for at most.
ROWS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("topic: accuracy", ("topics", "accuracy"), "≥ 95%"),
    ("topic: macro-F1", ("topics", "macro_f1"), ""),
    ("acts: accuracy", ("acts", "accuracy"), ""),
    ("topics and acts: macro-F1", ("macro_f1",), ""),
    ("topic, gemeente and article all right", ("whole",), ""),
    ("gemeente: accuracy", ("gemeente", "accuracy"), "≥ 98%"),
    ("article: given outright (hit@1)", ("article", "given"), ""),
    ("article: given or offered", ("article", "given_or_offered"), ""),
    ("article: another one given", ("article", "another_given"), ""),
    ("out of scope: recall", ("out_of_scope", "recall"), "≥ 92%"),
    ("out of scope: questions refused", ("out_of_scope", "false_alarms"), "≤ 3%"),
    ("asked back", ("clarification",), ""),
    ("confident and wrong", ("confident_wrong",), "≤ 3%"),
    ("noisy twins: accuracy", ("noisy", "accuracy"), ""),
    ("noisy twins: fall from clean", ("noisy", "difference"), "≤ 3%"),
    ("English: topic", ("english", "accuracy"), ""),
    ("English: article", ("english", "article"), ""),
    ("two needs: first", ("two_needs", "first"), ""),
    ("two needs: both", ("two_needs", "both"), ""),
    ("dialogues fully right", ("dialogues", "right"), "≥ 90%"),
    ("calibration error", ("calibration", "error"), ""),
)


def percent(value: Any) -> str:
    """Write a share as people read it; `-` for what is not there."""
    return f"{100 * value:.1f}%" if isinstance(value, int | float) else "-"


def look_up(figures: Figures, path: tuple[str, ...]) -> Any:
    """Return a figure, or None when the system has none."""
    found: Any = figures
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def table_rows(systems: Mapping[str, Figures]) -> list[list[str]]:
    """Return the rows of the table: what, the goal, and the figure of every system."""
    return [
        [what, goal, *(percent(look_up(figures, path)) for figures in systems.values())]
        for what, path, goal in ROWS
    ]


def show(report: Mapping[str, Any], console: Console) -> None:
    """Print the table, and what was left out."""
    table = Table("figure", "goal", *report["systems"])
    for row in table_rows(report["systems"]):
        table.add_row(*row)
    console.print(table)
    for line in report["left_out"]:
        console.print(f"Left out: {line}", soft_wrap=True)


def write_report(report: Mapping[str, Any]) -> list[Path]:
    """Write JSON and HTML; return where they are."""
    as_json, as_html = FOLDER / "evaluation.json", FOLDER / "evaluation.html"
    write(as_json, report)
    loader = jinja2.FileSystemLoader(HERE)
    page = jinja2.Environment(loader=loader, autoescape=True).get_template("report.html")
    as_html.write_text(page.render(**_page(report)), encoding="utf-8")
    return [as_html, as_json]


def _page(report: Mapping[str, Any]) -> dict[str, Any]:
    systems = report["systems"]
    return {
        "report": report,
        "systems": systems,
        "rows": table_rows(systems),
        "percent": percent,
        "topics": TOPICS,
        "plots": {name: draw() for name, draw in _drawings(report).items()},
    }


def _drawings(report: Mapping[str, Any]) -> dict[str, Callable[[], str]]:
    """Return how each plot is drawn, of what was measured."""
    systems, curves = report["systems"], report["curves"]
    drawn: dict[str, Callable[[], str]] = {
        "overview": lambda: _overview(systems),
        "topics": lambda: _per_topic(systems),
        "calibration": lambda: plots.calibration(systems),
    }
    for name, figures in systems.items():
        drawn[f"confusion {name}"] = lambda name=name, figures=figures: plots.confusion(
            f"{name}: what was taken for what", figures["confusion"]
        )
    if curves.get("learning"):
        drawn["learning"] = lambda: plots.learning(curves["learning"])
    if curves.get("thresholds"):
        drawn |= _threshold_drawings(curves["thresholds"])
    return drawn


def _threshold_drawings(curves: Mapping[str, Any]) -> dict[str, Callable[[], str]]:
    return {
        "fallback": lambda: plots.threshold("FallbackClassifier", curves["fallback"], fallback_settings()[0]),
        "act": lambda: plots.threshold("SURE_ACT", curves["act"], SURE_ACT),
        "sure": lambda: plots.threshold("From when an answer is given", curves["sure"], SURE),
        "scope": lambda: plots.threshold("From when a question is refused", curves["scope"], NOT_OURS),
        "trade": lambda: plots.trade({"topic": curves["fallback"], "article": curves["sure"]}),
    }


def _overview(systems: Mapping[str, Figures]) -> str:
    paths = [("topics", "accuracy"), ("topics", "macro_f1"), ("article", "given"), ("gemeente", "accuracy")]
    paths += [("out_of_scope", "recall"), ("noisy", "accuracy"), ("english", "accuracy")]
    names = [" ".join(path).replace("_", " ") for path in paths]
    return plots.bars(
        "Side by side", names, {name: [look_up(f, path) for path in paths] for name, f in systems.items()}
    )


def _per_topic(systems: Mapping[str, Figures]) -> str:
    groups = {name: [f["topics"]["each"][topic]["f1"] for topic in TOPICS] for name, f in systems.items()}
    return plots.bars("F1 per topic", list(TOPICS), groups)
