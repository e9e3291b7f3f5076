"""The fixed words of the pages on which a question is followed, in the language of the question."""

from collections.abc import Mapping

from handoff.status import TicketStatus

_NL = {
    "title": "Uw vraag {reference}",
    "status": "Status",
    "handled_by": "Accountmanager",
    "nobody": "nog niemand",
    "due": "U hoort iets uiterlijk",
    "asked": "Gesteld op",
    "question": "Uw vraag",
    "messages": "Berichten",
    "no_messages": "Er zijn nog geen berichten.",
    "files": "Bijlagen",
    "you": "U",
    "add": "Iets toevoegen",
    "add_hint": "Schrijf hier wat u nog wilt vragen of vertellen. Noem nooit uw burgerservicenummer.",
    "add_label": "Uw bericht",
    "send": "Verstuur",
    "close": "Uw vraag sluiten",
    "close_hint": "Hebt u geen antwoord meer nodig? Dan kunt u uw vraag sluiten.",
    "close_button": "Sluit mijn vraag",
    "rate": "Wat vond u ervan?",
    "rate_hint": "U hoeft dit niet in te vullen. De gemeente wordt er beter van.",
    "rate_label": "Hoe tevreden bent u over hoe uw vraag is behandeld?",
    "remark_label": "Wilt u er iets bij zeggen? (niet verplicht)",
    "rated": "Uw oordeel: {score}. U kunt het nog wijzigen.",
    "appointment": "Voorstel voor een afspraak",
    "expires": "Deze link werkt {days} dagen. Deel hem met niemand.",
    "error": "Dat ging niet goed",
    "added": "Uw bericht is verstuurd.",
    "closed": "Uw vraag is gesloten. Dank u wel.",
    "thanks": "Dank u wel voor uw oordeel.",
    "at_desk": "Accountmanager",
    "empty": "Uw bericht is leeg. Typ eerst een tekst.",
    "too_long": "Uw bericht is te lang. Gebruik hooguit {longest} tekens.",
    "no_score": "Kies eerst hoe tevreden u bent.",
    "early": "U kunt een oordeel geven als uw vraag is afgehandeld.",
    "long_remark": "Uw opmerking is te lang. Gebruik hooguit {longest_remark} tekens.",
    "meanwhile": "Dat kan nu niet. Er is intussen iets veranderd: kijk hieronder hoe het met uw vraag staat.",
}
_EN = {
    "title": "Your question {reference}",
    "status": "Status",
    "handled_by": "Account manager",
    "nobody": "nobody yet",
    "due": "You will hear from us by",
    "asked": "Asked on",
    "question": "Your question",
    "messages": "Messages",
    "no_messages": "There are no messages yet.",
    "files": "Files",
    "you": "You",
    "add": "Add something",
    "add_hint": "Write what else you want to ask or tell. Never give your citizen service number (BSN).",
    "add_label": "Your message",
    "send": "Send",
    "close": "Close your question",
    "close_hint": "Do you no longer need an answer? Then you can close your question.",
    "close_button": "Close my question",
    "rate": "What did you think of it?",
    "rate_hint": "You need not fill this in. It helps the municipality to do better.",
    "rate_label": "How satisfied are you with how your question was handled?",
    "remark_label": "Would you like to add anything? (optional)",
    "rated": "Your opinion: {score}. You can still change it.",
    "appointment": "Proposal for an appointment",
    "expires": "This link works for {days} days. Share it with nobody.",
    "error": "Something went wrong",
    "added": "Your message was sent.",
    "closed": "Your question is closed. Thank you.",
    "thanks": "Thank you for your opinion.",
    "at_desk": "Account manager",
    "empty": "Your message is empty. Please type a text first.",
    "too_long": "Your message is too long. Please use at most {longest} characters.",
    "no_score": "Please choose how satisfied you are first.",
    "early": "You can give your opinion once your question has been closed.",
    "long_remark": "Your remark is too long. Please use at most {longest_remark} characters.",
    "meanwhile": "This is not possible now. Something has changed: see below how your question stands.",
}
WORDS: Mapping[str, Mapping[str, str]] = {"nl": _NL, "en": _EN}

SCORES: Mapping[str, Mapping[int, str]] = {
    "nl": {1: "zeer ontevreden", 2: "ontevreden", 3: "neutraal", 4: "tevreden", 5: "zeer tevreden"},
    "en": {1: "very dissatisfied", 2: "dissatisfied", 3: "neutral", 4: "satisfied", 5: "very satisfied"},
}

STATUSES: Mapping[str, Mapping[TicketStatus, str]] = {
    "nl": {
        TicketStatus.NEW: "Ontvangen",
        TicketStatus.IN_PROGRESS: "In behandeling",
        TicketStatus.WAITING: "Wij wachten op u",
        TicketStatus.CLOSED: "Afgehandeld",
    },
    "en": {
        TicketStatus.NEW: "Received",
        TicketStatus.IN_PROGRESS: "In progress",
        TicketStatus.WAITING: "We are waiting for you",
        TicketStatus.CLOSED: "Closed",
    },
}
NOTICES = ("added", "closed", "thanks")
