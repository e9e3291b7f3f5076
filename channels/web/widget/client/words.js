// The words around the messages, in Dutch and English; whoever speaks neither reads English.

const DUTCH = {
  locale: "nl-NL",
  // the window
  title: "Chat voor ondernemers", close: "Sluit de chat", log: "Gesprek", holder: "U praat met",
  assistant: "de digitale assistent", manager: (name) => `${name}, accountmanager`, someone: "een accountmanager",
  person: "Praat met een mens", save: "Bewaar dit gesprek", erase: "Wis dit gesprek",
  label: "Uw vraag of antwoord", send: "Verstuur",
  privacy: "Typ geen burgerservicenummer of andere gevoelige gegevens.",
  privacyMore: "Over uw gegevens",
  kept: (days) => `Wij bewaren dit gesprek ${days} dagen.`,
  left: (count) => `U kunt nog ${count} ${count === 1 ? "teken" : "tekens"} typen.`,
  over: (count) => `Uw bericht is ${count} ${count === 1 ? "teken" : "tekens"} te lang. Maak het korter, of stuur het in delen.`,
  empty: "Typ eerst uw vraag.",
  // what happens
  thinking: "De assistent zoekt een antwoord", types: (name) => `${name} typt`, below: "Er staat een nieuw bericht onderaan het gesprek.",
  newMessage: "Nieuw bericht", seen: "Gelezen", again: "Probeer opnieuw",
  unreachable: "Voordeur is nu niet bereikbaar. Wat u typte, staat er nog. Probeer het zo opnieuw, of neem contact op met uw gemeente.",
  wait: (pause) => `Dat gaat even te snel. Probeer het opnieuw over ${DUTCH.time(pause)}.`,
  sendsIn: (pause) => `Dat gaat even te snel. Wij versturen uw bericht vanzelf over ${DUTCH.time(pause)}.`,
  time: (pause) => lasting(pause, "seconde", "seconden", "minuten"),
  offline: "Er is even geen verbinding. Wij proberen het steeds opnieuw.",
  gone: "Dit gesprek is gewist of verlopen. Er is een nieuw gesprek begonnen.",
  erased: "Het gesprek is gewist.",
  // erasing
  eraseTitle: "Gesprek wissen?",
  eraseText: "Het hele gesprek verdwijnt. Dat kunt u niet terugdraaien. Heeft u een vraag doorgestuurd naar een accountmanager? Die vraag blijft staan.",
  eraseNo: "Nee, bewaar het gesprek", eraseYes: "Ja, wis het gesprek",
  // messages
  you: "U", computer: "Digitale assistent", notice: "Melding", colleague: "Collega", role: "accountmanager",
  source: "Bron: ", checked: "Gecontroleerd op", choices: "Keuzes", newTab: " (opent in een nieuw tabblad)",
  more: (count) => (count === 1 ? "Nog 1 bron" : `Nog ${count} bronnen`),
  helpful: "Helpt dit antwoord?", yes: "Ja", no: "Nee", thanks: "Dank u wel.",
  thanksAnyway: "Dank u wel. Stel uw vraag anders, of praat met een mens.",
  why: "Wat was er niet goed?", explain: "Wilt u iets toelichten? Dat hoeft niet.", tell: "Verstuur uw reactie", skip: "Sla over",
  reasons: {
    "not-asked": "Het is niet wat ik vroeg", "not-clear": "Ik begrijp het niet",
    "not-complete": "Er ontbreekt iets", "not-right": "Het klopt niet",
  },
  // forms
  step: (progress) => `Stap ${progress.step} van ${progress.of} – ${progress.title}`,
  answer: (unit) => `Uw antwoord${unit ? ` in ${unit}` : ""}`, next: "Volgende",
  fill: (label) => `Vul dit in: ${label.charAt(0).toLowerCase()}${label.slice(1)}.`,
  // the copy
  download: "Download als tekst", email: "Of stuur het naar uw e-mailadres", done: "Klaar",
  mailed: "Het gesprek is onderweg naar dit adres.",
  // going on in a messenger
  goOn: (names) => `Ga verder in ${names.join(" of ")}`, openIn: (name) => `Open ${name}`,
  goOnText: "Uw gesprek gaat mee. De link en de code werken één keer, een kwartier lang.",
  sendCode: (address) => `Of stuur zelf een bericht naar ${address} met deze code:`,
  file: "gesprek-voordeur", copyTitle: "Uw gesprek met Voordeur", copyDate: "Bewaard op",
};

const ENGLISH = {
  locale: "en-GB",
  title: "Chat for entrepreneurs", close: "Close the chat", log: "Conversation", holder: "You are talking to",
  assistant: "the digital assistant", manager: (name) => `${name}, account manager`, someone: "an account manager",
  person: "Talk to a person", save: "Save this conversation", erase: "Erase this conversation",
  label: "Your question or answer", send: "Send",
  privacy: "Do not type a citizen service number (BSN) or other sensitive data.",
  privacyMore: "About your data",
  kept: (days) => `We keep this conversation for ${days} days.`,
  left: (count) => `You can type ${count} more ${count === 1 ? "character" : "characters"}.`,
  over: (count) => `Your message is ${count} ${count === 1 ? "character" : "characters"} too long. Shorten it, or send it in parts.`,
  empty: "Type your question first.",
  thinking: "The assistant is looking for an answer", types: (name) => `${name} is typing`, below: "There is a new message below.",
  newMessage: "New message", seen: "Read", again: "Try again",
  unreachable: "Voordeur cannot be reached now. What you typed is still here. Try again in a moment, or contact your municipality.",
  wait: (pause) => `That is a little too fast. Try again in ${ENGLISH.time(pause)}.`,
  sendsIn: (pause) => `That is a little too fast. We send your message by ourselves in ${ENGLISH.time(pause)}.`,
  time: (pause) => lasting(pause, "second", "seconds", "minutes"),
  offline: "There is no connection. We keep trying.",
  gone: "This conversation was erased or has expired. A new one has begun.",
  erased: "The conversation was erased.",
  eraseTitle: "Erase the conversation?",
  eraseText: "The whole conversation disappears. You cannot undo this. Did you send a question to an account manager? That question stays.",
  eraseNo: "No, keep the conversation", eraseYes: "Yes, erase the conversation",
  you: "You", computer: "Digital assistant", notice: "Notice", colleague: "Colleague", role: "account manager",
  source: "Source: ", checked: "Checked on", choices: "Choices", newTab: " (opens in a new tab)",
  more: (count) => (count === 1 ? "1 more source" : `${count} more sources`),
  helpful: "Does this answer help?", yes: "Yes", no: "No", thanks: "Thank you.",
  thanksAnyway: "Thank you. Ask your question in another way, or talk to a person.",
  why: "What was wrong?", explain: "Would you like to explain? You do not have to.", tell: "Send your reaction", skip: "Skip",
  reasons: {
    "not-asked": "It is not what I asked", "not-clear": "I do not understand it",
    "not-complete": "Something is missing", "not-right": "It is not right",
  },
  step: (progress) => `Step ${progress.step} of ${progress.of} – ${progress.title}`,
  answer: (unit) => `Your answer${unit ? ` in ${unit}` : ""}`, next: "Next",
  fill: (label) => `Please fill in: ${label.charAt(0).toLowerCase()}${label.slice(1)}.`,
  download: "Download as text", email: "Or send it to your e-mail address", done: "Done",
  mailed: "The conversation is on its way to this address.",
  goOn: (names) => `Go on in ${names.join(" or ")}`, openIn: (name) => `Open ${name}`,
  goOnText: "Your conversation comes along. The link and the code work once, for fifteen minutes.",
  sendCode: (address) => `Or send a message to ${address} yourself, with this code:`,
  file: "conversation-voordeur", copyTitle: "Your conversation with Voordeur", copyDate: "Saved on",
};

/** Write how long a number of milliseconds is: in seconds, or what is long in minutes. */
function lasting(pause, second, seconds, minutes) {
  const count = Math.ceil(pause / 1000);
  return count > 90 ? `${Math.ceil(count / 60)} ${minutes}` : `${count} ${count === 1 ? second : seconds}`;
}

/** Return the words for a language; Dutch is the default. */
export const wordsFor = (language = "nl") => (language === "nl" ? DUTCH : ENGLISH);
