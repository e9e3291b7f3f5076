"""What is read in a mail: the new words only, as far as it goes."""

from email.message import EmailMessage

import pytest
from incoming_builders import JAN
from mail_builders import OURS

from channels.mail.incoming.reading import new_words, read_mail

BROKEN = [
    b"",
    b"\xff\xfe\x00onzin",
    b"From: \r\n\r\n",
    b"From: =?utf-8?b?////?=\r\nTo: x\r\n\r\nhallo",
    b"From: a@b.nl\r\nContent-Type: text/plain; charset=bestaat-niet\r\n\r\nhallo \xe9",
    b"From: a@b.nl\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
    b"From: a@b.nl\r\nContent-Type: multipart/report\r\n\r\nniets",
    b"From: a@b.nl\r\nContent-Type: text/html\r\n\r\n<p>half <b",
    b"From: a@b.nl\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_mail_is_read_as_far_as_it_goes(content: bytes) -> None:
    assert read_mail(content, [OURS]).attachments == 0


US = "Voordeur <voordeur@voorbeeld.nl>"
WRITTEN = {
    "gmail": f"Ja.\n\nOp vr 27 nov 2026 om 10:00 schreef {US}:\n\n> Beste Jan,\n> Hoi",
    "two lines": f"Ja.\n\nOp vr 27 november 2026 om 10:00 schreef Voordeur\n<{OURS}>:\n\n> Beste",
    "apple": f"Ja.\n\nOp 27 nov 2026, om 10:00 heeft {US} het volgende geschreven:\n\nBeste Jan,",
    "english": f"Ja.\n\nOn Fri, 27 Nov 2026 at 10:00, {US} wrote:\n\n> Dear Jan",
    "outlook": f"Ja.\n\n{'_' * 32}\nVan: {US}\nVerzonden: vrijdag 27 november 2026\n"
    "Aan: Jan\nOnderwerp: Antwoord\n\nBeste Jan,",
    "quotation only below": "Ja.\n\n> Beste Jan,\n> Anna heeft u geantwoord",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_only_the_new_words_are_kept(text: str) -> None:
    assert new_words(text) == "Ja."


def test_a_sentence_that_looks_like_the_head_of_a_letter_is_kept() -> None:
    text = "Op maandag om 10:00 schreef ik u al.\nIk hoor graag van u:\n\n- kan dit?\n\nGroet, Jan"
    assert new_words(text) == text


def test_html_alone_is_read_as_text_without_the_letter_below_it() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = JAN, OURS
    mail.set_content(
        "<html><head><style>p {}</style></head><body><p>Ja, graag.</p><p>Groet</p>"
        "<div class='gmail_quote'>Op vr schreef:<blockquote>Beste Jan</blockquote></div></body></html>",
        subtype="html",
    )
    assert read_mail(bytes(mail), [OURS]).text == "Ja, graag.\nGroet"


def test_a_very_long_mail_is_cut_and_says_so() -> None:
    words = new_words("woord " * 3000)
    assert len(words) < 5_100 and words.endswith("[Deze e-mail was langer. De rest is niet bewaard.]")
