"""Reading an e-mail address or a phone number out of what an entrepreneur types."""

import re
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from handoff.errors import ContactError

_HOME = "NL"
_EMAIL = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:/\"]+")
_MANY_DIGITS = re.compile(r"(?:\d[\s().-]*){6,}")
# Numbers that cost the caller extra, or that nobody can be reached on.
_NOT_A_PERSON = {
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.TOLL_FREE,
}


@dataclass(frozen=True)
class Contact:
    """How to reach an entrepreneur; at least one of the two is known. The phone number is E.164."""

    email: str | None
    phone: str | None


def parse_email(text: str) -> str:
    """Return the normalised e-mail address.

    Raises:
        ContactError: this is not an e-mail address.
    """
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        raise ContactError(
            "Dit e-mailadres klopt niet. Een e-mailadres ziet er zo uit: naam@voorbeeld.nl."
        ) from None


def parse_phone(text: str) -> str:
    """Return the phone number in E.164; a number without country is a Dutch one.

    Raises:
        ContactError: this is not a phone number on which a person can be reached.
    """
    try:
        number = phonenumbers.parse(text.strip(), _HOME)
    except phonenumbers.NumberParseException:
        raise _wrong_phone() from None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) in _NOT_A_PERSON:
        raise _wrong_phone()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def written_phone(phone: str) -> str:
    """Write a phone number as people in the Netherlands read it; what is no number stays as it is."""
    try:
        number = phonenumbers.parse(phone, _HOME)
    except phonenumbers.NumberParseException:
        return phone
    home = number.country_code == phonenumbers.country_code_for_region(_HOME)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def holds_contact(text: str) -> bool:
    """Tell whether an e-mail address or a phone number can be found in a text."""
    return bool(_email_in(text) or _phone_in(_EMAIL.sub(" ", text)))


def parse_contact(text: str) -> Contact:
    """Find an e-mail address, a phone number or both in a sentence.

    Raises:
        ContactError: neither is there; the message says what is wrong with what looked like one.
    """
    contact = Contact(_email_in(text), _phone_in(_EMAIL.sub(" ", text)))
    if contact.email or contact.phone:
        return contact
    if "@" in text:
        raise ContactError("Dit e-mailadres klopt niet. Een e-mailadres ziet er zo uit: naam@voorbeeld.nl.")
    if _MANY_DIGITS.search(text):
        raise _wrong_phone()
    raise ContactError(
        "Ik vind geen e-mailadres of telefoonnummer in uw bericht. "
        "Typ bijvoorbeeld naam@voorbeeld.nl of een nummer van tien cijfers."
    )


def _email_in(text: str) -> str | None:
    """Return the first usable address in the text."""
    for match in _EMAIL.finditer(text):
        try:
            return parse_email(match.group().strip(".!?'"))
        except ContactError:
            continue
    return None


def _phone_in(text: str) -> str | None:
    """Return the first usable number in the text."""
    for match in phonenumbers.PhoneNumberMatcher(text, _HOME):
        try:
            return parse_phone(match.raw_string)
        except ContactError:
            continue
    return None


def _wrong_phone() -> ContactError:
    """Say what a usable phone number looks like."""
    return ContactError(
        "Dit telefoonnummer klopt niet. Een Nederlands nummer heeft tien cijfers. "
        "Belt u vanuit een ander land? Begin dan met + en het landnummer."
    )
