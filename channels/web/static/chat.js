// The chat page: one conversation, shown as it goes.

import * as api from "./api.js";
import { button, messageElement } from "./view.js";

const byId = (id) => document.getElementById(id);
const [chat, log, holder, status, error, form, text, send, counter, dialog] = [
  "chat", "log", "holder", "status", "error", "compose", "text", "send", "counter", "erase-dialog",
].map(byId);

const UNREACHABLE =
  "Voordeur is nu niet bereikbaar. Wat u typte, staat er nog. Probeer het zo opnieuw, of neem contact op met uw gemeente.";
const GONE = "Dit gesprek is gewist of verlopen. Er is een nieuw gesprek begonnen.";
const NEAR_LIMIT = 100;

let conversation = null;
let stopWatching = () => {};
let shown = new Set();
let heldBy = null; // the name of the account manager, or null for the assistant
let unsent = null; // { body, key } of a message that may not have arrived
let typingTimer;

// ---- Starting and going on ----

async function open() {
  fail("");
  try {
    conversation = api.stored();
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
    transcript.messages.forEach(show);
    return transcript;
  } catch (refusal) {
    if (![401, 404].includes(refusal.status)) throw refusal;
    api.store(null);
    return null;
  }
}

async function begin() {
  const wanted = new URLSearchParams(location.search).get("gemeente");
  const started = await api.start(wanted).catch((refusal) => {
    if (refusal.status !== 400) throw refusal;
    return api.start(null);
  });
  conversation = { id: started.id, token: started.token };
  api.store(conversation);
  clear();
  showHolder({ holder: "assistant" });
  started.messages.forEach(show);
}

function clear() {
  log.replaceChildren();
  shown = new Set();
}

// ---- Showing ----

function show(message) {
  if (shown.has(message.id)) return;
  shown.add(message.id);
  if (message.choices?.length) hideChoices();
  append(messageElement(message, { choose, judge }));
}

function append(element) {
  log.append(element);
  // The beginning of a long answer stays in sight.
  log.scrollTop = Math.min(log.scrollHeight, element.offsetTop - log.offsetTop - 8);
}

function hideChoices() {
  for (const group of log.querySelectorAll(".choices")) group.hidden = true;
}

function showHolder(state) {
  heldBy = state.holder === "account-manager" ? (state.holderName ?? "een accountmanager") : null;
  holder.textContent = heldBy ? `U praat met ${heldBy}, accountmanager` : "U praat met de digitale assistent";
}

function tell(sentenceNow, busy = false) {
  status.textContent = sentenceNow;
  status.classList.toggle("busy", busy);
}

function fail(sentenceNow, again) {
  error.replaceChildren();
  if (!sentenceNow) return;
  error.append(sentenceNow);
  if (again) error.append(document.createElement("br"), button("Probeer opnieuw", "button", () => again()));
}

const sentence = (refusal) => (refusal.status === 0 || !refusal.message ? UNREACHABLE : refusal.message);

// ---- Receiving ----

function receive(kind, data) {
  if (kind === "message") {
    clearTyping();
    show(data);
  }
  if (kind === "holder") showHolder(data);
  if (kind === "typing") {
    tell(`${data.holderName ?? "De accountmanager"} typt`, true);
    clearTimeout(typingTimer);
    typingTimer = setTimeout(clearTyping, 5000);
  }
}

function clearTyping() {
  clearTimeout(typingTimer);
  if (!send.disabled) tell("");
}

// ---- Sending ----

async function say(body, label, again) {
  if (!conversation || send.disabled) return false;
  const same = unsent && JSON.stringify(unsent.body) === JSON.stringify(body);
  unsent = same ? unsent : { body, key: newKey() };
  const bubble = messageElement({ sender: "entrepreneur", sentAt: Date.now(), text: label }, {});
  fail("");
  hideChoices();
  append(bubble);
  working(true);
  try {
    const answer = await api.post(conversation, body, unsent.key);
    unsent = null;
    answer.messages.forEach(show);
    return true;
  } catch (refusal) {
    bubble.remove();
    showLastChoices();
    await refused(refusal, again);
    return false;
  } finally {
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

function working(busy) {
  send.disabled = busy;
  tell(busy && !heldBy ? "De assistent zoekt een antwoord" : "", busy && !heldBy);
}

function showLastChoices() {
  const groups = [...log.querySelectorAll(".choices")];
  if (groups.length) groups.at(-1).hidden = false;
}

function newKey() {
  // randomUUID needs https; a municipality may try this on plain http first.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function choose(choice) {
  // The button is about to disappear: keep the focus in the conversation.
  log.focus({ preventScroll: true });
  return say({ choice: choice.choice }, choice.title, () => choose(choice));
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

async function submit() {
  const typed = text.value;
  if (!typed.trim()) {
    fail("Typ eerst uw vraag.");
    text.focus();
    return;
  }
  if (send.disabled) return;
  text.value = "";
  count();
  if (!(await say({ text: typed }, typed.trim(), submit))) {
    text.value = text.value ? `${typed}\n${text.value}` : typed;
    count();
  }
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

byId("person").addEventListener("click", () => {
  if (heldBy) tell(`U praat al met ${heldBy}. Typ uw vraag hieronder.`);
  else if (conversation) choose({ choice: "hand-off", title: "Praat met een mens" });
  else open();
});

byId("erase").addEventListener("click", () => {
  dialog.returnValue = ""; // the browser keeps the answer of the last time
  dialog.showModal();
});
dialog.addEventListener("close", async () => {
  if (dialog.returnValue !== "erase" || !conversation) return;
  try {
    await api.erase(conversation).catch((refusal) => {
      if (![401, 404].includes(refusal.status)) throw refusal;
    });
  } catch (refusal) {
    fail(sentence(refusal));
    return;
  }
  stopWatching();
  api.store(null);
  unsent = null;
  await open();
  tell("Het gesprek is gewist.");
});

for (const item of document.querySelectorAll("[data-choice]")) {
  const title = item.querySelector(".topic-title")?.textContent ?? item.textContent;
  const pressed = button("", "button", () => choose({ choice: item.dataset.choice, title }));
  pressed.append(...item.childNodes);
  item.replaceChildren(pressed);
}

chat.hidden = false;
open();
