// The conversation of a ticket as it happens. Without this the page shows it as it was when it was opened.

import { dress } from "./desk.js";
import { follow } from "./stream.js";

const TYPING_EVERY = 4000;
const TYPING_LASTS = 6000;
const PATIENCE = 3000; // milliseconds before a broken connection is worth a word
const WORDS = {
  typing: "De ondernemer typt",
  lost: "Er is even geen verbinding. Wij proberen het steeds opnieuw.",
  ended: "Deze pagina is niet meer bij. Uw sessie is verlopen of een collega heeft de vraag. Laad de pagina opnieuw.",
  gone: "Het gesprek is gewist. Uw bericht komt niet meer aan in de chat.",
  unsent: "Niet verstuurd: er is geen verbinding. Uw tekst staat er nog. Probeer het zo opnieuw.",
  searching: "Voordeur zoekt",
  unsearched: "Zoeken lukt nu niet. Probeer het zo opnieuw.",
  read: "De ondernemer heeft uw laatste bericht gelezen.",
  unread: "De ondernemer heeft uw laatste bericht nog niet gelezen.",
};
const headers = { "X-Background": "1" }; // these calls do not keep somebody logged in who walked away

const byId = (id) => document.getElementById(id);
const talk = document.querySelector("[data-live]");
const seen = byId("seen");
const form = byId("reply");
let read = Number(seen?.dataset.read);
let timer, told;

function tell(sentence, lasts) {
  clearTimeout(timer);
  told = sentence;
  if (byId("live").textContent !== sentence) byId("live").textContent = sentence;
  if (lasts) timer = setTimeout(() => told === sentence && tell(""), lasts);
}

function piece(html) {
  return new DOMParser().parseFromString(html, "text/html").body;
}

function post(path, fields = {}) {
  const body = new URLSearchParams({ csrf_token: talk.dataset.token, ...fields });
  return fetch(talk.dataset.live + path, { method: "POST", body, headers, redirect: "error" }).catch(() => {});
}

// ---- What comes in ----

function receive(kind, data) {
  if (kind === "message") append(data);
  if (kind === "holder") showHolder(piece(data));
  if (kind === "typing") tell(WORDS.typing, TYPING_LASTS);
  if (kind === "read") showRead(JSON.parse(data).position);
  if (kind === "gone" || kind === "ended") tell(WORDS[kind]);
  if (kind === "over" && ![WORDS.gone, WORDS.ended].includes(told)) tell(WORDS.ended);
  if (kind === "disconnected" && !told) tell(WORDS.lost, 0);
  if (kind === "connected" && told === WORDS.lost) tell("");
}

/** Show who holds the conversation, with the buttons that fit; what stays the same keeps its focus and clicks. */
function showHolder(now) {
  const holder = byId("holder");
  if (holder.innerHTML.trim() === now.innerHTML.trim()) return;
  const focused = holder.contains(document.activeElement);
  holder.replaceChildren(...now.childNodes);
  if (focused) (form?.elements.text ?? talk).focus();
}

function append(html) {
  const atEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 40;
  for (const item of piece(`<ol>${html}</ol>`).querySelectorAll("li")) {
    if (Number(item.dataset.position) <= Number(talk.dataset.last)) continue;
    dress(item);
    talk.querySelector("ol").append(item);
    talk.dataset.last = item.dataset.position;
    if (item.matches(".from-entrepreneur") && told === WORDS.typing) tell("");
  }
  if (atEnd) talk.scrollTop = talk.scrollHeight;
  showRead(read);
  tellRead();
}

function showRead(position) {
  read = Math.max(read, position);
  const own = [...talk.querySelectorAll(".from-account-manager")].at(-1);
  seen.hidden = !own;
  const sentence = own && Number(own.dataset.position) <= read ? WORDS.read : WORDS.unread;
  if (seen.textContent !== sentence) seen.textContent = sentence;
}

// ---- What goes out ----

/** Let the entrepreneur know that the messages were seen; the server knows whether this user holds the conversation. */
function tellRead() {
  if (document.hidden || Number(talk.dataset.told ?? 0) >= Number(talk.dataset.last)) return;
  talk.dataset.told = talk.dataset.last;
  post("/read", { position: talk.dataset.last });
}

let typed = 0;
function tellTyping() {
  if (Date.now() - typed < TYPING_EVERY) return;
  typed = Date.now();
  post("/typing");
}

/** Send a form without leaving the page. Its key makes that a second attempt is no second message. */
async function send(form) {
  delete form.dataset.sent; // of sendOnce: another message follows on this same page
  const button = form.querySelector("button:not([type=button])");
  if (button.ariaDisabled === "true") return false;
  button.ariaDisabled = "true";
  try {
    const body = new FormData(form);
    const coded = form.enctype === "multipart/form-data" ? body : new URLSearchParams(body);
    const response = await fetch(form.action, { method: "POST", body: coded, redirect: "manual" });
    if (response.type !== "opaqueredirect") return form.submit(); // the page says what was refused
    form.reset();
    if (form.elements.key) form.elements.key.value = newKey();
    typed = 0;
    refresh(["facts-title", "events-title", "status-title"]).catch(() => {}); // the next page is up to date
    return true;
  } catch {
    tell(WORDS.unsent, 0);
    return false;
  } finally {
    button.ariaDisabled = "false";
  }
}

/** Show what the assistant would answer, and articles, on this page. */
async function help(address, options) {
  const found = byId("help-found");
  tell(WORDS.searching, 0);
  try {
    const response = await fetch(address, { ...options, redirect: "error" });
    found.replaceChildren(...piece(await response.text()).querySelector("#help-found").childNodes);
    tell("");
    found.focus();
  } catch {
    tell(WORDS.unsearched, 0);
  }
}

/** Bring the parts of the page up to date that an answer changes. */
async function refresh(titles) {
  const response = await fetch(location.pathname, { headers, redirect: "error" });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const title of titles) {
    const [old, now] = [document, fresh].map((page) => page.getElementById(title)?.closest("section"));
    if (old && now && !old.contains(document.activeElement)) old.replaceWith(now);
  }
}

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

if (talk) {
  follow(`${talk.dataset.live}/events`, receive, { headers, last: talk.dataset.last });
  talk.scrollTop = talk.scrollHeight;
  document.addEventListener("visibilitychange", tellRead);
  tellRead();
  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form).then(() => form.elements.text.focus());
    });
    form.elements.text.addEventListener("input", tellTyping);
    form.elements.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
  }
  // Taking over, giving back and closing: the stream brings the buttons that fit then.
  byId("holder").addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target);
  });
  document.querySelector("[data-help]")?.addEventListener("click", (event) => {
    event.preventDefault();
    help(event.target.href, {});
  });
  byId("help")?.addEventListener("submit", (event) => {
    event.preventDefault();
    delete event.target.dataset.sent;
    help(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)) });
  });
  byId("help-found")?.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target);
  });
}
