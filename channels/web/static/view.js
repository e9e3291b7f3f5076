// How a message looks: who, when, what, its source, its choices, and whether it helped.

import { link, render } from "./markdown.js";

const JUDGED = new Set(["article", "check-result", "directory"]);
const SOURCES_IN_SIGHT = 2;
const CLOCK = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit" });

/** Return the element of a message; `acts.choose(choice)` and `acts.judge(id, helpful)` are what buttons do. */
export function messageElement(message, acts) {
  const element = tag("article", `message from-${message.sender}`);
  element.tabIndex = -1;
  element.append(heading(message), body(message));
  if (message.answer?.sources?.length) element.append(sources(message.answer.sources));
  if (message.choices?.length) element.append(choices(message.choices, acts.choose));
  if (JUDGED.has(message.answer?.kind)) element.append(helpful(message.id, acts.judge));
  return element;
}

/** Return an element with a class and text. */
export function tag(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

/** Return a button. */
export function button(text, className, act) {
  const element = tag("button", className, text);
  element.type = "button";
  element.addEventListener("click", () => act(element));
  return element;
}

/** Let a button open a dialog, and act when that is left with the given answer. */
export function askFirst(opener, dialog, answer, act) {
  opener.addEventListener("click", () => {
    dialog.returnValue = ""; // the browser keeps the answer of the last time
    dialog.showModal();
  });
  dialog.addEventListener("close", () => dialog.returnValue === answer && act());
}

/** Turn an item with a choice, plain text without JavaScript, into a button. */
export function makePressable(item, choose) {
  const title = item.querySelector(".topic-title")?.textContent ?? item.textContent;
  const pressed = button("", "button", () => choose({ choice: item.dataset.choice, title }));
  pressed.append(...item.childNodes);
  item.append(pressed);
}

function heading(message) {
  const sent = new Date(message.sentAt);
  const line = tag("p", "who");
  const time = tag("time", "", CLOCK.format(sent));
  time.dateTime = sent.toISOString();
  line.append(...who(message), " ", time);
  return line;
}

function who(message) {
  if (message.sender === "entrepreneur") return ["U"];
  if (message.sender === "assistant") return ["Digitale assistent"];
  if (message.sender === "system") return ["Melding"];
  const name = message.senderName ?? "Collega";
  const avatar = tag("span", "avatar", name[0]);
  avatar.ariaHidden = "true";
  return [avatar, tag("strong", "", name), " accountmanager"];
}

function body(message) {
  const element = tag("div", "text");
  if (message.sender === "entrepreneur") element.textContent = message.text;
  else element.append(render(message.text));
  return element;
}

function sources(all) {
  const block = tag("div", "sources");
  block.append(...all.slice(0, SOURCES_IN_SIGHT).map(source));
  const rest = all.slice(SOURCES_IN_SIGHT);
  if (!rest.length) return block;
  const more = tag("details", "");
  more.append(tag("summary", "", rest.length === 1 ? "Nog 1 bron" : `Nog ${rest.length} bronnen`), ...rest.map(source));
  block.append(more);
  return block;
}

function source(from) {
  const line = tag("p", "source", "Bron: ");
  line.append(from.url ? link(from.title, from.url) : from.title);
  line.append(from.date ? ` (${dutchDate(from.date)}). ` : ". ");
  line.append(`Gecontroleerd op ${dutchDate(from.checkedOn)}.`);
  return line;
}

/** Write 2026-11-21 as 21 november 2026, 2026-11 as november 2026, and 2026 as it is. */
export function dutchDate(written) {
  const parts = written.split("-").length;
  const day = new Date(written);
  if (parts === 1 || Number.isNaN(day.getTime())) return written;
  const form = { timeZone: "UTC", month: "long", year: "numeric", ...(parts === 3 && { day: "numeric" }) };
  return new Intl.DateTimeFormat("nl-NL", form).format(day);
}

function choices(offered, choose) {
  const group = tag("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Keuzes");
  group.append(...offered.map((choice) => button(choice.title, "button", () => choose(choice))));
  return group;
}

function helpful(id, judge) {
  const group = tag("div", "helpful");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Helpt dit antwoord?");
  const answer = (value) => async () => {
    if (!(await judge(id, value))) return;
    const thanks = tag("p", "", value ? "Dank u wel." : "Dank u wel. Stel uw vraag anders, of praat met een mens.");
    thanks.tabIndex = -1;
    group.replaceChildren(thanks);
    thanks.focus();
  };
  group.append(
    tag("span", "", "Helpt dit antwoord?"),
    button("Ja", "button", answer(true)),
    button("Nee", "button", answer(false)),
  );
  return group;
}
