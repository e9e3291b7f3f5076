// The chat page: one conversation, shown as it goes.

import * as api from "./api.js";
import { place } from "./place.js";
import { askFirst, button, makePressable, messageElement } from "./view.js";

const byId = (id) => document.getElementById(id);
const [chat, log, holder, person, status, error, form, text, send, counter] = [
  "chat", "log", "holder", "person", "status", "error", "compose", "text", "send", "counter",
].map(byId);

const UNREACHABLE =
  "Voordeur is nu niet bereikbaar. Wat u typte, staat er nog. Probeer het zo opnieuw, of neem contact op met uw gemeente.";
const GONE = "Dit gesprek is gewist of verlopen. Er is een nieuw gesprek begonnen.";
const NO_CONNECTION = "Er is even geen verbinding. Wij proberen het steeds opnieuw.";
const NEAR_LIMIT = 100;
const CONNECTION_PATIENCE = 3000; // milliseconds before a broken connection is worth a word
const TITLE = document.title;
const reader = place(log, byId("bar"), form);

const plain = byId("plain"); // the forms of who has no JavaScript
let { id: carried, token: carriedToken } = plain.dataset; // a conversation that was begun with them
let conversation = null;
let stopWatching = () => {};
let shown = new Set();
let heldBy = null; // the name of the account manager, or null for the assistant
let unsent = null; // { body, key } of a message that may not have arrived
let busy = false; // a message is under way
let asked = null; // the bubble of that message
let typingTimer, connectionTimer;

// ---- Starting and going on ----

async function open() {
  fail("");
  try {
    conversation = carried ? { id: carried, token: carriedToken } : api.stored();
    carried = null;
    if (conversation) api.store(conversation);
    const transcript = conversation && (await resume());
    if (!transcript) await begin();
    stopWatching();
    stopWatching = api.watch(conversation, receive);
  } catch (refusal) {
    fail(sentence(refusal), open);
  }
}

async function resume() {
  try {
    const transcript = await api.read(conversation);
    clear();
    showHolder(transcript);
    showAll(transcript.messages);
    if (log.childElementCount > 1) reader.reveal(log.lastElementChild, log.lastElementChild);
    return transcript;
  } catch (refusal) {
    if (![401, 404].includes(refusal.status)) throw refusal;
    api.store(null);
    return null;
  }
}

async function begin() {
  const wanted = new URLSearchParams(location.search);
  const started = await api.start(wanted.get("gemeente"), wanted.get("language")).catch((refusal) => {
    if (refusal.status !== 400) throw refusal;
    return api.start();
  });
  conversation = { id: started.id, token: started.token };
  api.store(conversation);
  clear();
  showHolder({ holder: "assistant" });
  showAll(started.messages);
}

/** Who asked in words to erase the conversation must no longer see it either. */
async function dropErased() {
  const kept = await api.read(conversation).catch(() => null);
  if (!kept || kept.messages.length >= log.childElementCount) return;
  clear();
  revealAnswer(showAll(kept.messages));
}

function clear() {
  log.replaceChildren();
  asked = null;
  shown = new Set();
}

// ---- Showing ----

/** Show the messages that are new, and return their elements. */
function showAll(messages) {
  const fresh = messages.filter((message) => !shown.has(message.id));
  return fresh.map((message) => {
    shown.add(message.id);
    // Choices of earlier messages no longer fit; those of one reply in several messages do.
    if (message.choices?.length || !["assistant", "system"].includes(message.sender)) hideChoices();
    const element = messageElement(message, { choose, judge });
    log.append(element);
    return element;
  });
}

function hideChoices() {
  for (const group of log.querySelectorAll(".choices")) group.hidden = true;
}

function showHolder(state) {
  heldBy = state.holder === "account-manager" ? (state.holderName ?? "een accountmanager") : null;
  holder.textContent = heldBy ? `${heldBy}, accountmanager` : "de digitale assistent";
  chat.classList.toggle("held", Boolean(heldBy));
  person.hidden = Boolean(heldBy);
  // A person reads what comes in: a topic or gemeente alone says nothing to them.
  for (const shortcut of byId("shortcuts").querySelectorAll("button")) shortcut.disabled = Boolean(heldBy);
  byId("resting").hidden = !heldBy;
  if (heldBy) hideChoices();
}

/** Show a new answer together with its question, if that is short. */
function revealAnswer(elements) {
  if (!elements.length) return;
  const short = asked && asked.offsetHeight < 150;
  reader.reveal(short ? asked : elements[0], elements.at(-1));
}

function tell(sentenceNow, busy = false) {
  status.textContent = sentenceNow;
  status.classList.toggle("busy", busy);
}

function fail(sentenceNow, again) {
  error.replaceChildren();
  if (!sentenceNow) return;
  error.append(sentenceNow);
  if (again) error.append(button("Probeer opnieuw", "button", () => again()));
}

const sentence = (refusal) => (refusal.status === 0 || !refusal.message ? UNREACHABLE : refusal.message);

// ---- Receiving ----

function receive(kind, data) {
  if (kind === "message") receiveMessage(data);
  if (kind === "holder") showHolder(data);
  if (kind === "typing") {
    tell(`${data.holderName ?? "De accountmanager"} typt`, true);
    clearTimeout(typingTimer);
    typingTimer = setTimeout(rest, 5000);
  }
  if (kind === "disconnected") connectionTimer ??= setTimeout(() => tell(NO_CONNECTION), CONNECTION_PATIENCE);
  if (kind === "connected") {
    clearTimeout(connectionTimer);
    connectionTimer = null;
    if (status.textContent === NO_CONNECTION) rest();
  }
}

function receiveMessage(message) {
  const follow = busy || reader.atEnd();
  const fresh = showAll([message]);
  if (!fresh.length) return;
  rest();
  if (follow) revealAnswer(fresh);
  else tell("Er staat een nieuw bericht onderaan het gesprek.");
  if (document.hidden) document.title = `Nieuw bericht – ${TITLE}`;
}

/** The status line as it is when nothing happens. */
function rest() {
  clearTimeout(typingTimer);
  if (!busy) tell("");
}

// ---- Sending ----

async function say(body, label, again) {
  if (!conversation || busy) return false;
  const same = unsent && JSON.stringify(unsent.body) === JSON.stringify(body);
  unsent = same ? unsent : { body, key: api.newKey() };
  asked = messageElement({ sender: "entrepreneur", sentAt: Date.now(), text: label }, {});
  const offered = [...log.querySelectorAll(".choices:not([hidden])")];
  fail("");
  hideChoices();
  log.append(asked);
  working(true);
  reader.reveal(asked, asked);
  try {
    const answer = await api.post(conversation, body, unsent.key);
    unsent = null;
    revealAnswer(showAll(answer.messages));
    if (answer.messages.some((message) => message.answer?.kind === "notice")) await dropErased();
    return true;
  } catch (refusal) {
    asked?.remove();
    for (const group of offered) group.hidden = false;
    await refused(refusal, again);
    return false;
  } finally {
    asked = null;
    working(false);
  }
}

async function refused(refusal, again) {
  if ([401, 404].includes(refusal.status)) {
    api.store(null);
    await open();
    fail(GONE);
  } else {
    fail(sentence(refusal), refusal.status === 400 ? null : again);
  }
}

function working(now) {
  busy = now;
  send.ariaDisabled = String(now); // `disabled` would take the focus away
  tell(now && !heldBy ? "De assistent zoekt een antwoord" : "", now && !heldBy);
}

async function choose(choice) {
  // The button is about to disappear: the focus stays in the conversation and goes on to the answer.
  log.focus({ preventScroll: true });
  const before = log.childElementCount;
  const done = await say({ choice: choice.choice }, choice.title, () => choose(choice));
  const answer = log.children[before + 1];
  if (done && document.activeElement === log) (answer ?? log).focus({ preventScroll: true });
  return done;
}

async function judge(id, helpful) {
  try {
    await api.judge(conversation, id, helpful);
    return true;
  } catch (refusal) {
    fail(sentence(refusal));
    return false;
  }
}

async function erase() {
  if (!conversation) return;
  try {
    await api.erase(conversation);
  } catch (refusal) {
    if (![401, 404].includes(refusal.status)) return fail(sentence(refusal));
  }
  stopWatching();
  api.store(null);
  unsent = null;
  await open();
  log.focus(); // on a phone the button was far below
  tell("Het gesprek is gewist.");
}

async function submit() {
  const typed = text.value;
  if (!typed.trim()) {
    fail("Typ eerst uw vraag.");
    text.focus();
    return;
  }
  if (busy) return;
  text.value = "";
  count();
  if (await say({ text: typed }, typed.trim(), submit)) return;
  text.value = text.value ? `${typed}\n${text.value}` : typed;
  count();
}

function count() {
  const left = text.maxLength - text.value.length;
  counter.textContent = left <= NEAR_LIMIT ? `U kunt nog ${left} tekens typen.` : "";
}

// ---- Buttons and keys ----

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
text.addEventListener("input", count);

person.addEventListener("click", () => {
  if (conversation) choose({ choice: "hand-off", title: "Praat met een mens" });
  else open();
});

askFirst(byId("erase"), byId("erase-dialog"), "erase", erase);
document.querySelectorAll("[data-choice]").forEach((item) => makePressable(item, choose));

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.title = TITLE;
});

plain.remove();
chat.hidden = false;
open();
