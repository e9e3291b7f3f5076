"""Plots of the report, as SVG to put in a page."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

mpl.use("svg")
mpl.rcParams.update({"svg.fonttype": "none", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3})

WIDE, SQUARE = (9.0, 3.6), (5.0, 4.2)


def _svg(figure: Figure) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", bbox_inches="tight", metadata={"Date": None})
    text = out.getvalue()
    return text[text.index("<svg") :]


def _axes(size: tuple[float, float], title: str, across: str, up: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=size)
    axes = figure.subplots()
    axes.set_title(title)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    return figure, axes


def bars(title: str, names: Sequence[str], groups: Mapping[str, Sequence[float | None]]) -> str:
    """Draw shares side by side: a group of bars for every name, a colour for every system."""
    figure, axes = _axes(WIDE, title, "", "share")
    width = 0.8 / max(len(groups), 1)
    for number, (label, shares) in enumerate(groups.items()):
        places = [place + number * width for place in range(len(names))]
        axes.bar(places, [value or 0.0 for value in shares], width, label=label)
    axes.set_xticks([place + 0.4 - width / 2 for place in range(len(names))], names, rotation=30, ha="right")
    axes.set_ylim(0, 1)
    axes.legend(loc="lower left", fontsize=8)
    return _svg(figure)


def calibration(systems: Mapping[str, Mapping[str, Any]]) -> str:
    """Draw how often a system is right against how sure it is; the diagonal is perfect."""
    figure, axes = _axes(SQUARE, "Calibration", "confidence", "share that is right")
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", linewidth=1)
    for name, figures in systems.items():
        rows = figures["calibration"]["bins"]
        axes.plot([r["confidence"] for r in rows], [r["right"] for r in rows], marker="o", label=name)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.legend(fontsize=8)
    return _svg(figure)


def confusion(title: str, matrix: Mapping[str, Any]) -> str:
    """Draw what was taken for what: rows are what was meant, shares of a row as shades."""
    labels, counts = matrix["labels"], matrix["counts"]
    figure, axes = _axes((8.5, 8.0), title, "taken for", "meant")
    axes.grid(visible=False)
    shades = [[count / max(sum(row), 1) for count in row] for row in counts]
    axes.imshow(shades, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(labels)), labels, rotation=90)
    axes.set_yticks(range(len(labels)), labels)
    for down, row in enumerate(counts):
        for across, count in enumerate(row):
            if count:
                colour = "white" if shades[down][across] > 0.5 else "black"
                axes.text(across, down, str(count), ha="center", va="center", fontsize=6, color=colour)
    return _svg(figure)


def learning(rows: Sequence[Mapping[str, Any]]) -> str:
    """Draw accuracy on the unseen sentences against the number of training sentences."""
    figure, axes = _axes(WIDE, "Learning curve", "training sentences", "accuracy on unseen sentences")
    for name in ("topics", "acts", "out_of_scope", "noisy"):
        if all(row[name] is not None for row in rows):
            axes.plot([r["sentences"] for r in rows], [r[name] for r in rows], marker="o", label=name)
    axes.legend(fontsize=8)
    return _svg(figure)


def threshold(title: str, rows: Sequence[Mapping[str, Any]], now: float) -> str:
    """Draw what is answered and what is answered wrongly against a threshold; a line where it is now."""
    figure, axes = _axes(SQUARE, title, "threshold", "share of all")
    steps = [row["threshold"] for row in rows]
    axes.plot(steps, [row["answered"] for row in rows], label="acted on")
    axes.plot(steps, [row["wrong"] for row in rows], label="acted on, wrong")
    axes.axvline(now, color="grey", linestyle="--", linewidth=1, label=f"now {now:g}")
    axes.set_ylim(0, 1)
    axes.legend(fontsize=8)
    return _svg(figure)


def trade(curves: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Draw the share of wrong answers among those given against the share that is answered."""
    figure, axes = _axes(SQUARE, "Wrong answers against answers", "share acted on", "wrong of those")
    for name, rows in curves.items():
        seen = [row for row in rows if row["wrong_of_answered"] is not None]
        axes.plot(
            [r["answered"] for r in seen], [r["wrong_of_answered"] for r in seen], marker=".", label=name
        )
    axes.legend(fontsize=8)
    return _svg(figure)
