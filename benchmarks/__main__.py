"""`make bench`: every part after the other, with its progress; the tables end up in one file.

Usage: python -m benchmarks [--quick] [--skip PART ...] [--stock-part SHARE]

A part that fails does not stop the others; the whole then ends with 1. `--quick` asks each part for little:
it shows that everything runs, its figures say nothing.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.speed.__main__ import PARTS as PARTS_OF_SPEED
from kit.settings import ROOT, get_settings


@dataclass(frozen=True)
class Part:
    """A module with its options, and what it gets in place of nothing when it must be quick."""

    module: str
    options: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()


PARTS: Mapping[str, Part] = {
    "speed": Part("speed", quick=("--turns", "0.1", "--stock-part", "0.01", "--skip-training")),
    "listeners": Part("listeners", quick=("--widgets", "50", "--seconds", "5")),
    "answered": Part("listeners", ("--answered",), ("--widgets", "50", "--seconds", "5", "--rate", "10")),
    "tracker-store": Part("tracker_store", quick=("2", "10")),
    "search": Part("search"),
    "scale": Part("search", ("--scale",)),
    "publishing": Part("publishing"),
    "inbox": Part("inbox", quick=("--tickets", "5000", "--times", "3")),
}


def main() -> None:
    """Run what is not skipped, and write the results."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("--quick", action="store_true")
    arguments.add_argument("--skip", nargs="*", default=[], choices=[*PARTS, *PARTS_OF_SPEED])
    arguments.add_argument("--stock-part", help="share of the sentences that stock Rasa learns")
    given = arguments.parse_args()
    wanted = {name: part for name, part in PARTS.items() if name not in given.skip}
    folder = get_settings().data_dir.resolve() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    began, results = time.monotonic(), {}
    for number, (name, part) in enumerate(wanted.items(), 1):
        _say(f"\n[{number}/{len(wanted)}] {name}, after {(time.monotonic() - began) / 60:.0f} min")
        results[name] = _run(
            [*_command(part, quick=given.quick), *(_of_speed(given) if name == "speed" else ())]
        )
        (folder / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False))
    failed = [name for name, result in results.items() if result["status"]]
    _say(f"\n{(time.monotonic() - began) / 60:.0f} min; {folder / 'results.json'}")
    sys.exit(f"failed, or over a limit: {', '.join(failed)}" if failed else 0)


def tables(lines: Iterable[str]) -> list[list[dict[str, str]]]:
    """Read the tables out of what a part printed: a row by the names of its columns."""
    found: list[list[list[str]]] = []
    inside = False
    for line in lines:
        if line.startswith("|"):
            found += [] if inside else [[]]
            found[-1].append([cell.strip() for cell in line.strip().strip("|").split("|")])
        inside = line.startswith("|")
    return [[dict(zip(each[0], row, strict=False)) for row in each[2:]] for each in found if each[2:]]


def _command(part: Part, *, quick: bool) -> list[str]:
    return [sys.executable, "-m", f"benchmarks.{part.module}", *part.options, *(part.quick if quick else ())]


def _of_speed(given: argparse.Namespace) -> Sequence[str]:
    skipped = [f"--skip-{name}" for name in given.skip if name in PARTS_OF_SPEED]
    return [*skipped, *(("--stock-part", given.stock_part) if given.stock_part else ())]


def _run(command: Sequence[str]) -> dict[str, object]:
    """Run a part; its lines are shown as they come."""
    began, lines = time.monotonic(), []
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603  our own module
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            _say(line.rstrip("\n"))
            lines.append(line)
    return {
        "command": " ".join(command[1:]),
        "status": process.returncode,
        "minutes": round((time.monotonic() - began) / 60, 1),
        "load": round(os.getloadavg()[0], 1),
        "tables": tables(lines),
        "printed": "".join(lines),
    }


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
