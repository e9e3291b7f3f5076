from itertools import product

import pytest

from handoff.status import TRANSITIONS, EventKind, TicketStatus

ALLOWED = {
    ("nieuw", "in-behandeling"),
    ("nieuw", "wacht-op-ondernemer"),
    ("nieuw", "afgehandeld"),
    ("in-behandeling", "wacht-op-ondernemer"),
    ("in-behandeling", "afgehandeld"),
    ("wacht-op-ondernemer", "in-behandeling"),
    ("wacht-op-ondernemer", "afgehandeld"),
    ("afgehandeld", "in-behandeling"),
}


@pytest.mark.parametrize(("before", "after"), list(product(TicketStatus, TicketStatus)))
def test_a_status_may_only_become_what_the_table_says(before: TicketStatus, after: TicketStatus) -> None:
    assert before.may_become(after) is ((before.value, after.value) in ALLOWED)


def test_every_status_has_transitions_and_a_dutch_label() -> None:
    assert set(TRANSITIONS) == set(TicketStatus)
    labels = [status.label for status in TicketStatus]
    assert labels == ["Nieuw", "In behandeling", "Wacht op ondernemer", "Afgehandeld"]


def test_every_kind_of_event_has_its_own_label() -> None:
    assert len({kind.label for kind in EventKind}) == len(EventKind)
