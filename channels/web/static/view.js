// How a message looks: who, when, what, its source, its choices, and whether it helped.

import { link, render } from "./markdown.js";

const JUDGED = new Set(["article", "check-result", "directory"]);
const SOURCES_IN_SIGHT = 2;
// The words around an answer, in its language; whoever speaks neither reads English.
const DUTCH = {
  locale: "nl-NL", source: "Bron: ", checked: "Gecontroleerd op", choices: "Keuzes",
  more: (count) => (count === 1 ? "Nog 1 bron" : `Nog ${count} bronnen`),
  helpful: "Helpt dit antwoord?", yes: "Ja", no: "Nee",
  thanks: "Dank u wel.", thanksAnyway: "Dank u wel. Stel uw vraag anders, of praat met een mens.",
};
const ENGLISH = {
  locale: "en-GB", source: "Source: ", checked: "Checked on", choices: "Choices",
  more: (count) => (count === 1 ? "1 more source" : `${count} more sources`),
  helpful: "Does this answer help?", yes: "Yes", no: "No",
  thanks: "Thank you.", thanksAnyway: "Thank you. Ask your question in another way, or talk to a person.",
};
const CLOCK = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit" });

/** Return the element of a message; `acts.choose(choice)` and `acts.judge(id, helpful)` are what buttons do. */
export function messageElement(message, acts) {
  const element = tag("article", `message from-${message.sender}`);
  element.tabIndex = -1;
  const language = message.answer?.language;
  const words = language && language !== "nl" ? ENGLISH : DUTCH;
  const around = words === ENGLISH ? "en" : "";
  element.append(heading(message), spoken(body(message), language));
  if (message.answer?.sources?.length) element.append(spoken(sources(message.answer.sources, words), around));
  if (message.choices?.length) element.append(spoken(choices(message.choices, words, acts.choose), language));
  if (JUDGED.has(message.answer?.kind)) element.append(spoken(helpful(message.id, words, acts.judge), around));
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

/** Let the button of an item choose here, instead of sending a form. */
export function makePressable(item, choose) {
  const pressed = item.querySelector("button");
  const title = (item.querySelector(".topic-title") ?? pressed).textContent.trim();
  pressed.type = "button"; // it no longer sends the form
  pressed.addEventListener("click", () => choose({ choice: item.dataset.choice, title }));
}

/** Mark the language of an element for whoever hears it read out; Dutch is that of the page. */
function spoken(element, language) {
  if (language) element.lang = language;
  return element;
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
  element.dir = "auto"; // Arabic runs from right to left
  if (message.sender === "entrepreneur") element.textContent = message.text;
  else element.append(render(message.text));
  return element;
}

function sources(all, words) {
  const block = tag("div", "sources");
  block.append(...all.slice(0, SOURCES_IN_SIGHT).map((from) => source(from, words)));
  const rest = all.slice(SOURCES_IN_SIGHT);
  if (!rest.length) return block;
  const more = tag("details", "");
  more.append(tag("summary", "", words.more(rest.length)), ...rest.map((from) => source(from, words)));
  block.append(more);
  return block;
}

function source(from, words) {
  const line = tag("p", "source", words.source);
  line.append(from.url ? link(from.title, from.url) : from.title);
  line.append(from.date ? ` (${written(from.date, words.locale)}). ` : ". ");
  line.append(`${words.checked} ${written(from.checkedOn, words.locale)}.`);
  return line;
}

/** Write 2026-11-21 as 21 november 2026, 2026-11 as november 2026, and 2026 as it is. */
export function written(date, locale = "nl-NL") {
  const parts = date.split("-").length;
  const day = new Date(date);
  if (parts === 1 || Number.isNaN(day.getTime())) return date;
  const form = { timeZone: "UTC", month: "long", year: "numeric", ...(parts === 3 && { day: "numeric" }) };
  return new Intl.DateTimeFormat(locale, form).format(day);
}

function choices(offered, words, choose) {
  const group = tag("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.choices);
  group.append(...offered.map((choice) => button(choice.title, "button", () => choose(choice))));
  return group;
}

function helpful(id, words, judge) {
  const group = tag("div", "helpful");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.helpful);
  const answer = (value) => async () => {
    if (!(await judge(id, value))) return;
    const thanks = tag("p", "", value ? words.thanks : words.thanksAnyway);
    thanks.tabIndex = -1;
    group.replaceChildren(thanks);
    thanks.focus();
  };
  group.append(
    tag("span", "", words.helpful),
    button(words.yes, "button", answer(true)),
    button(words.no, "button", answer(false)),
  );
  return group;
}
