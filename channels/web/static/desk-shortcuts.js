// Keys for who works at the desk all day. Everything they do can be done without them, and they can be off.

const KEY = "voordeur-shortcuts";
const GO = { v: "/desk/tickets", a: "/desk/articles", u: "/desk/account" };
const FIELDS = { "/": "q", r: "reply-field", n: "note-field" };
let going = false;

function areOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

function turn(on) {
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // Without storage they are on until the page is left.
  }
}

function typesIn(element) {
  return element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

/** Go to the next or the previous ticket, and let the keyboard follow. */
function step(by) {
  const links = [...document.querySelectorAll(".inbox tbody th a")];
  const row = document.activeElement.closest(".inbox tbody tr");
  const at = links.findIndex((link) => link.closest("tr") === row);
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function choose() {
  document.activeElement.closest(".inbox tbody tr")?.querySelector("input[type=checkbox]")?.click();
}

/** Show the overview over this page; its text is the page of its own that everybody has. */
async function overview() {
  if (document.querySelector("dialog.overview")) return;
  const response = await fetch("/desk/shortcuts", { redirect: "error", headers: { "X-Background": "1" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const dialog = document.createElement("dialog");
  dialog.className = "overview";
  dialog.setAttribute("aria-label", "Sneltoetsen");
  const close = document.createElement("button");
  close.className = "button";
  close.textContent = "Sluit";
  close.addEventListener("click", () => dialog.close());
  const text = page.getElementById("shortcuts");
  const title = text.querySelector("h1");
  const smaller = document.createElement("h2");
  smaller.textContent = title.textContent;
  title.replaceWith(smaller);
  text.querySelector("a, .checks")?.remove();
  dialog.append(text, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function act(event) {
  const key = event.key;
  if (going && GO[key]) {
    location.assign(GO[key]);
    return true;
  }
  going = key === "g";
  const field = FIELDS[key] && document.getElementById(FIELDS[key]);
  if (field) field.focus();
  else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (key === "x") choose();
  else if (key === "?") overview().catch(() => location.assign("/desk/shortcuts"));
  else return false;
  return true;
}

function hear(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!areOn() || typesIn(event.target) || document.querySelector("dialog[open]")) return;
  if (act(event)) event.preventDefault();
}

document.addEventListener("keydown", hear);
const early = window.voordeurEarly ?? []; // of desk-early.js
window.voordeurEarly = null;
early.forEach(hear);

const box = document.getElementById("shortcuts-on");
if (box) {
  box.checked = areOn();
  box.addEventListener("change", () => turn(box.checked));
}
