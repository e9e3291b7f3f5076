// What is new, on every page of the desk: a line with a link, a number in the title, and a notification if wanted.

import { follow } from "./stream.js";

const LAST = "voordeur-inbox"; // up to where this tab was told, also on the next page
const MOST_LINES = 3;
const TITLE = document.title;
const news = document.getElementById("news");
const between = "BroadcastChannel" in window ? new BroadcastChannel("voordeur-inbox") : null;
const known = new Set();
let unseen = 0;

function show({ event, reference, text }) {
  if (known.has(event)) return;
  known.add(event);
  const here = location.pathname === `/desk/tickets/${reference}`;
  if (document.hidden) document.title = `(${++unseen}) ${TITLE}`;
  if (document.hidden && window.Notification?.permission === "granted") {
    new Notification("Voordeur", { body: text, tag: reference });
  }
  if (here && !document.hidden) return; // the conversation itself shows it
  const line = document.createElement("p");
  const link = document.createElement("a");
  link.href = `/desk/tickets/${reference}`;
  link.textContent = text;
  line.append(link);
  news.append(line);
  while (news.querySelectorAll("p").length > MOST_LINES) news.querySelector("p").remove();
}

/** Notifications of the browser are off until somebody asks for them, once, with this button. */
function offerNotifications() {
  if (window.Notification?.permission !== "default" || !window.isSecureContext) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "Zet meldingen van de browser aan";
  button.addEventListener("click", () => Notification.requestPermission().then(() => button.remove()));
  document.querySelector(".log-out")?.before(button);
}

function receive(kind, data, id) {
  remember(id);
  if (kind !== "news") return;
  between?.postMessage({ data, id });
  show(JSON.parse(data));
}

function remember(id) {
  try {
    if (id) sessionStorage.setItem(LAST, id);
    return sessionStorage.getItem(LAST) ?? "";
  } catch {
    return ""; // without storage only what happens on this page is told
  }
}

function listen(whileHidden) {
  const headers = { "X-Background": "1" };
  follow("/desk/inbox/events", receive, { headers, last: remember(), whileHidden });
}

between?.addEventListener("message", (event) => {
  remember(event.data.id);
  show(JSON.parse(event.data.data));
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = TITLE;
});
offerNotifications();
// One tab listens for all tabs of this browser, for as long as it is open; then another one does.
if (navigator.locks && between) navigator.locks.request("voordeur-inbox", () => new Promise(() => listen(true)));
else listen(false);
