"""All numbers are generated for these tests: they pass their check digit and belong to nobody known."""

import time

import pytest
from stdnum.nl import bsn

from kit.masking import BSN_MASK, IBAN_MASK, mask_personal_numbers, without_masks

BSN = "[BSN verwijderd]"
IBAN = "[IBAN verwijderd]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("123456782", BSN),
        ("mijn bsn is 123456782", f"mijn bsn is {BSN}"),
        ("Mijn BSN: 123456782.", f"Mijn BSN: {BSN}."),
        ("BSN:123456782", f"BSN:{BSN}"),
        ("bsn123456782", f"bsn{BSN}"),
        ("burgerservicenummer123456782", f"burgerservicenummer{BSN}"),
        ("(123456782)", f"({BSN})"),
        ("123.456.782", BSN),
        ("123 456 782", BSN),
        ("123-456-782", BSN),
        ("1234.56.782", BSN),
        ("1234 56 782", BSN),
        ("12 34 56 782", BSN),
        ("1 2 3 4 5 6 7 8 2", BSN),
        ("111222333", BSN),
        ("1112.22.333", BSN),
        ("012345672", BSN),
        ("12345672", BSN),
        ("12.345.672", BSN),
        ("12 345 672", BSN),
        ("123456782 en 111222333", f"{BSN} en {BSN}"),
        ("123456782, 111222333", f"{BSN}, {BSN}"),
        ("123456782 111222333", f"{BSN} {BSN}"),
        ("123456782 2026", f"{BSN} 2026"),
        ("bsn 012345672 5 jaar geleden", f"bsn {BSN} 5 jaar geleden"),
        ("2026 123456782", f"2026 {BSN}"),
        ("bsn 123456782 tel 0612345678", f"bsn {BSN} tel 0612345678"),
        ("tel 0612345678 bsn 123456782", f"tel 0612345678 bsn {BSN}"),
        ("06 12345678 123456782", f"06 12345678 {BSN}"),
        ("kvk 12345672 en bsn 123456782", f"kvk 12345672 en bsn {BSN}"),
        ("ik heb nog geen kvk, wel een bsn: 12345672", f"ik heb nog geen kvk, wel een bsn: {BSN}"),
        ("kvk 123456782", f"kvk {BSN}"),
        ("btw NL123456782B01", f"btw NL{BSN}B01"),
        ("regel een\n123456782\nregel drie", f"regel een\n{BSN}\nregel drie"),
        ("€ 500 en 123456782", f"€ 500 en {BSN}"),
    ],
)
def test_a_citizen_service_number_is_removed(text: str, expected: str) -> None:
    assert mask_personal_numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NL91ABNA0417164300", IBAN),
        ("nl91abna0417164300", IBAN),
        ("NL91 ABNA 0417 1643 00", IBAN),
        ("nl91 abna 0417 1643 00", IBAN),
        ("NL91-ABNA-0417-1643-00", IBAN),
        ("Mijn rekening is NL91ABNA0417164300.", f"Mijn rekening is {IBAN}."),
        ("NL91 ABNA 0417 1643 00 graag overmaken", f"{IBAN} graag overmaken"),
        ("op NL91ABNA0417164300, tnv Jan", f"op {IBAN}, tnv Jan"),
        ("BE68 5390 0754 7034", IBAN),
        ("DE89370400440532013000", IBAN),
        ("NL91ABNA0417164300 en DE89 3704 0044 0532 0130 00", f"{IBAN} en {IBAN}"),
        ("op 12 NL91ABNA0417164300", f"op 12 {IBAN}"),
        ("(NL91ABNA0417164300)", f"({IBAN})"),
        ("iban:NL91ABNA0417164300 bsn:123456782", f"iban:{IBAN} bsn:{BSN}"),
    ],
)
def test_a_bank_account_number_is_removed(text: str, expected: str) -> None:
    assert mask_personal_numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mag ik aan huis een kapsalon beginnen?",
        "123456789",  # fails its check
        "123.456.789",
        "12345678",
        "1234567",
        "1234567820",
        "12345678201234",
        "000000000",
        "NL91ABNA0417164301",
        "NL00ABNA0417164300",
        "XX91ABNA0417164300",
        "0612345678",
        "06 12345672",
        "06-12345672",
        "06 1234 5672",
        "+31 6 12345672",
        "+31612345672",
        "+31 (0)6 12345672",
        "0031 6 12345672",
        "035 1234567",
        "(035) 123 45 67",
        "035-1234567",
        "+32 471 23 45 67",
        "0800 0543",
        "0900-1234567",
        "kvk 12345672",
        "KvK: 12345672",
        "KVK-nummer 12345672",
        "kvk nummer is 12345672",
        "k.v.k. nr. 1234 5672",
        "mijn kvknummer: 12345672",
        "inschrijving bij de Kamer van Koophandel 12345672",
        "1211 AB",
        "1211AB 123",
        "€ 123.456.782",
        "€123456782",
        "EUR 12.345.672",
        "123.456.782 euro",
        "12.345.672,50",
        "12345672,-",
        "12345672 euro omzet",
        "21.11.2026",
        "21-11-2026",
        "21 11 2026",
        "2026-11-21",
        "van 2019 2020 tot nu",
        "zaak 2026-12345672",
        "VD-23456789AB",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_personal_numbers(text) == text


def _check_digit(stem: str) -> str | None:
    """Append the check digit to eight digits, where there is one."""
    return next((stem + digit for digit in "0123456789" if bsn.is_valid(stem + digit)), None)


def test_every_generated_number_is_removed_in_every_grouping() -> None:
    numbers = [
        number for start in range(10_000_000, 99_000_000, 999_983) if (number := _check_digit(str(start)))
    ]
    assert len(numbers) > 70
    for number in numbers:
        groupings = (
            number,
            f"{number[:3]}.{number[3:6]}.{number[6:]}",
            f"{number[:4]} {number[4:6]} {number[6:]}",
        )
        for grouping in groupings:
            assert mask_personal_numbers(f"nummer {grouping} graag") == f"nummer {BSN} graag"


def test_masking_twice_changes_nothing_more() -> None:
    once = mask_personal_numbers("bsn 123456782, iban NL91ABNA0417164300, kvk 12345672")
    assert mask_personal_numbers(once) == once


@pytest.mark.parametrize(
    "text", ["1" * 10_000, "1 " * 5_000, "a" + "1" * 10_000, "nl91" * 2_500, "kvk " * 2_500, "1." * 5_000]
)
def test_a_long_message_is_masked_quickly(text: str) -> None:
    started = time.process_time()
    mask_personal_numbers(text)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("masked", "words"),
    [
        (f"mijn bsn is {BSN_MASK}", "mijn bsn is"),
        (f"{IBAN_MASK} en {BSN_MASK}: mag dat?", "en : mag dat?"),
        (BSN_MASK, ""),
        ("niets verwijderd", "niets verwijderd"),
    ],
)
def test_the_notes_are_left_out_for_who_reads_the_words(masked: str, words: str) -> None:
    assert without_masks(masked) == words
