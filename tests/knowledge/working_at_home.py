"""What the tests of the check on working at home share: the check itself, and answers."""

from check_builders import REGION

from knowledge.checks.schemas import Value

HOME = "werken-aan-huis"
PLACES = (*REGION, "utrecht", "groningen")
MODEST: dict[str, Value] = {
    "trade": "boekhouder",
    "runner": "bewoner",
    "home-area": 120,
    "work-area": 20,
    "staff": 0,
    "customers": False,
    "nuisance": ("geen",),
    "sign": False,
    "rebuild": False,
    "home": "koop",
}


def answers(gemeente: str, **changes: Value) -> dict[str, Value]:
    named = {name.replace("_", "-"): value for name, value in changes.items()}
    return {**MODEST, "gemeente": gemeente, **named}
