"""What the speed benchmark reads and computes; that it runs is seen by running it."""

import os
import subprocess
import sys

import pytest

from benchmarks.__main__ import tables
from benchmarks.speed.figures import Level, together
from benchmarks.speed.growth import Round, table
from benchmarks.speed.people import Talk
from benchmarks.speed.processes import children, cpu, memory
from benchmarks.stock_rasa.project import _domain, _fallback_rule, _steps


def test_a_process_has_time_and_memory_and_is_known_as_a_child() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert child.pid in children(os.getpid())
        assert cpu(os.getpid()) > 0
        assert memory(os.getpid()) > 1
    finally:
        child.communicate(b"\n")
    assert child.pid not in children(os.getpid())


def test_a_level_is_a_row_with_percentiles_rate_and_processor_time_by_process() -> None:
    turns = [number / 1000 for number in range(1, 201)]
    row = Level(8, Talk(turns, 10.0), {"gateway": 1.0, "Rasa": 3.0}).row("Voordeur")
    assert row == ("| Voordeur | 8 | 100 ms | 191 ms | 199 ms | 20.0 | 20.0 ms (gateway 5.0, Rasa 15.0) |")


def test_rounds_of_a_level_count_as_one() -> None:
    rounds = [Level(8, Talk([0.1], 0.5), {"Rasa": 1.0}), Level(8, Talk([0.2, 0.3], 1.0), {"Rasa": 2.0})]
    assert together(rounds) == Level(8, Talk([0.1, 0.2, 0.3], 1.5), {"Rasa": 3.0})


@pytest.mark.parametrize("action", [None, "action_answer"])
def test_every_turn_of_the_stock_project_calls_the_action_that_is_named(action: str | None) -> None:
    assert _steps("story", "greet", action)["steps"] == [
        {"intent": "greet"},
        {"action": action or "utter_greet"},
    ]
    assert _fallback_rule(action)["steps"] == [
        {"intent": "nlu_fallback"},
        {"action": action or "utter_default"},
    ]
    assert (action in _domain(["greet"], set(), action)["actions"]) is (action is not None)  # type: ignore[operator]


def test_growth_is_the_median_of_rounds_beside_the_first() -> None:
    rounds = [
        [Round([number / 1000 for number in range(1, 102)], 1.01), Round([slow / 1000] * 10, 0.2)]
        for slow in (90, 192, 5000)
    ]
    assert list(table(["few", "many"], rounds)) == [
        "| few | 96 ms | 1.00 | 10.0 ms | 1.00 |",
        "| many | 192 ms | 2.00 | 20.0 ms | 2.00 |",
    ]


def test_all_tables_that_a_part_prints_are_read() -> None:
    printed = [
        "3 cores",
        "| a | b |",
        "|---|---|",
        "| 1 | x |",
        "| 2 | y |",
        "",
        "| c |",
        "|---|",
        "| 3 |",
        "end",
    ]
    assert tables(printed) == [[{"a": "1", "b": "x"}, {"a": "2", "b": "y"}], [{"c": "3"}]]
    assert tables(["| no rows |", "|---|"]) == []
