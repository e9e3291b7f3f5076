import pytest

from handoff.contact import Contact, parse_contact, parse_email, parse_phone, written_phone
from handoff.errors import ContactError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jan@example.nl", "jan@example.nl"),
        ("  jan@example.nl ", "jan@example.nl"),
        ("Jan.de.Boer+werk@Example.NL", "Jan.de.Boer+werk@example.nl"),
        ("info@sub.example.org", "info@sub.example.org"),
        ("jürgen@example.org", "jürgen@example.org"),
    ],
)
def test_an_email_address_is_accepted(text: str, expected: str) -> None:
    assert parse_email(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "jan", "jan@", "@example.nl", "jan@localhost", "jan@example", "jan@@example.nl", "jan @example.nl",
     "jan@example..nl", "jan@example.nl, piet@example.nl", f"jan@{'a' * 70}.nl", "jan@exam ple.nl"],
)  # fmt: skip
def test_a_wrong_email_address_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ContactError, match="e-mailadres"):
        parse_email(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0612345678", "+31612345678"),
        ("06-12345678", "+31612345678"),
        ("06 12 34 56 78", "+31612345678"),
        ("06 - 12 34 56 78", "+31612345678"),
        ("+31612345678", "+31612345678"),
        ("+31 6 12345678", "+31612345678"),
        ("+31 (0)6 12345678", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("035 123 45 67", "+31351234567"),
        ("(035) 123 45 67", "+31351234567"),
        ("0201234567", "+31201234567"),
        ("088-1234567", "+31881234567"),
        ("+32 471 23 45 67", "+32471234567"),
        ("+49 30 123456", "+4930123456"),
        ("0032 471 23 45 67", "+32471234567"),
    ],
)
def test_a_phone_number_becomes_international(text: str, expected: str) -> None:
    assert parse_phone(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "bel mij", "06", "061234567", "06123456789", "1234567890123456", "112", "0900-1234", "0800 1234",
     "+31 6 1234567", "+99912345678", "abc0612"],
)  # fmt: skip
def test_a_wrong_phone_number_is_refused_with_the_right_length(text: str) -> None:
    with pytest.raises(ContactError, match="tien cijfers"):
        parse_phone(text)


@pytest.mark.parametrize(
    ("text", "email", "phone"),
    [
        ("jan@example.nl", "jan@example.nl", None),
        ("0612345678", None, "+31612345678"),
        ("mail me op jan@example.nl of bel 0612345678", "jan@example.nl", "+31612345678"),
        ("Mail mij maar: jan@example.nl.", "jan@example.nl", None),
        ("jan@example.nl!", "jan@example.nl", None),
        ("(jan@example.nl)", "jan@example.nl", None),
        ("<jan@example.nl>", "jan@example.nl", None),
        ("mailto:jan@example.nl", "jan@example.nl", None),
        ("jan@example.nl / 0612345678", "jan@example.nl", "+31612345678"),
        ("jan@example.nl,0612345678", "jan@example.nl", "+31612345678"),
        ("bel me op +31 6 1234 5678 na vijf uur", None, "+31612345678"),
        ("tel. 035-123 45 67, liefst 's ochtends", None, "+31351234567"),
        ("mijn nummer is 06 12 34 56 78 groetjes Jan", None, "+31612345678"),
        ("jan0612345678@example.nl", "jan0612345678@example.nl", None),
        ("kvk 12345678, mail jan@example.nl", "jan@example.nl", None),
        ("jan@ of 0612345678", None, "+31612345678"),
        ("bel 061234 of mail jan@example.nl", "jan@example.nl", None),
        ("0900-1234 of 0612345678", None, "+31612345678"),
        ("JAN@EXAMPLE.NL", "JAN@example.nl", None),
    ],
)
def test_contact_data_are_found_in_a_sentence(text: str, email: str | None, phone: str | None) -> None:
    assert parse_contact(text) == Contact(email, phone)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "Ik vind geen"),
        ("bel me maar", "Ik vind geen"),
        ("ik ben 45", "Ik vind geen"),
        ("jan@example", "e-mailadres klopt niet"),
        ("jan@", "e-mailadres klopt niet"),
        ("jan @ example.nl", "e-mailadres klopt niet"),
        ("bel 061234567", "telefoonnummer klopt niet"),
        ("0612345678901", "telefoonnummer klopt niet"),
    ],
)
def test_without_contact_data_the_answer_says_what_is_wrong(text: str, hint: str) -> None:
    with pytest.raises(ContactError, match=hint):
        parse_contact(text)


@pytest.mark.parametrize(
    ("phone", "written"),
    [("+31356210000", "035 621 0000"), ("+4930123456", "+49 30 123456"), ("geen nummer", "geen nummer")],
)
def test_a_phone_number_is_written_as_people_read_it(phone: str, written: str) -> None:
    assert written_phone(phone) == written
