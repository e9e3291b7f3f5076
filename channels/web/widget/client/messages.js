// How a message looks: who, when, what, its source, its form or choices, and whether it helped.

import { fieldForm, reasonForm } from "./forms.js";
import { link, render } from "./markdown.js";
import { wordsFor } from "./words.js";

const JUDGED = new Set(["article", "check-result", "directory"]);
const TYPED = new Set(["text", "long-text", "contact", "number", "place"]);
const SOURCES_IN_SIGHT = 2;

/**
 * Return a function that makes the element of a message. `acts.answer(text)`, `acts.choose(choice)` and
 * `acts.judge(id, helpful, more)` are what its buttons do, `acts.reveal(element)` brings in sight; `pageWords` are the words of the window.
 */
export function messageMaker({ tag, button }, pageWords, acts) {
  return function messageElement(message) {
    const element = tag("article", `message from-${message.sender}`);
    element.tabIndex = -1;
    const answer = message.answer ?? {};
    const words = answer.language ? wordsFor(answer.language) : pageWords;
    const around = words === pageWords ? "" : words.locale.slice(0, 2);
    const text = spoken(body(message), answer.language);
    text.id = `text-${message.id ?? "own"}`;
    element.append(heading(message));
    if (answer.progress) element.append(spoken(progress(answer.progress, words), around));
    element.append(text);
    if (answer.sources?.length) element.append(spoken(sources(answer.sources, words), around));
    const field = answer.field;
    if (TYPED.has(field?.kind)) element.append(spoken(fieldForm({ tag }, field, words, text.id, acts.answer), around));
    if (message.choices?.length) element.append(spoken(choices(message.choices, field, words), answer.language));
    if (JUDGED.has(answer.kind)) element.append(spoken(helpful(message.id, words), around));
    return element;
  };

  function heading(message) {
    const sent = new Date(message.sentAt);
    const line = tag("p", "who");
    const time = tag("time", "", new Intl.DateTimeFormat(pageWords.locale, { hour: "2-digit", minute: "2-digit" }).format(sent));
    time.dateTime = sent.toISOString();
    if (sent.toDateString() !== new Date().toDateString()) time.prepend(`${written(time.dateTime.slice(0, 10), pageWords.locale)} `);
    line.append(...who(message), " ", time);
    return line;
  }

  function who(message) {
    if (message.sender === "entrepreneur") return [pageWords.you];
    if (message.sender === "assistant") return [pageWords.computer];
    if (message.sender === "system") return [pageWords.notice];
    const name = message.senderName ?? pageWords.colleague;
    const avatar = tag("span", "avatar", name[0]);
    avatar.ariaHidden = "true";
    return [avatar, tag("strong", "", name), ` ${pageWords.role}`];
  }

  function body(message) {
    const element = tag("div", "text");
    element.dir = "auto"; // Arabic runs from right to left
    if (message.sender === "entrepreneur") element.textContent = message.text;
    else element.append(render(message.text));
    return element;
  }

  function progress(at, words) {
    const line = tag("div", "progress", tag("p", "", words.step(at)));
    const track = tag("div", "track", tag("div", ""));
    track.firstChild.style.inlineSize = `${Math.round((100 * at.step) / at.of)}%`;
    line.append(track); // for the eye only: the sentence says it
    return line;
  }

  function sources(all, words) {
    const block = tag("div", "sources", ...all.slice(0, SOURCES_IN_SIGHT).map((from) => source(from, words)));
    const rest = all.slice(SOURCES_IN_SIGHT);
    if (!rest.length) return block;
    block.append(tag("details", "", tag("summary", "", words.more(rest.length)), ...rest.map((from) => source(from, words))));
    return block;
  }

  function source(from, words) {
    const line = tag("p", "source", words.source);
    line.append(from.url ? link(from.title, from.url) : from.title);
    line.append(from.date ? ` (${written(from.date, words.locale)}). ` : ". ");
    line.append(`${words.checked} ${written(from.checkedOn, words.locale)}.`);
    return line;
  }

  function choices(offered, field, words) {
    const group = tag("div", "choices", ...offered.map((choice) => button(choice.title, "button", () => acts.choose(choice))));
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", field ? `${words.choices}: ${field.label}` : words.choices);
    return group;
  }

  function helpful(id, words) {
    const group = tag("div", "helpful");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words.helpful);
    const thank = (sentence) => {
      const thanks = tag("p", "", sentence);
      thanks.tabIndex = -1;
      group.replaceChildren(thanks);
      thanks.focus();
    };
    const no = async () => {
      if (!(await acts.judge(id, false))) return;
      const form = reasonForm({ tag, button }, words, id, async (more) => {
        if (!more || (await acts.judge(id, false, more))) thank(words.thanksAnyway);
      });
      group.replaceChildren(form);
      acts.reveal(group);
      form.querySelector("input").focus({ preventScroll: true });
    };
    group.append(
      tag("span", "", words.helpful),
      button(words.yes, "button", async () => (await acts.judge(id, true)) && thank(words.thanks)),
      button(words.no, "button", no),
    );
    return group;
  }
}

/** Mark the language of an element for whoever hears it read out, where it is not that of the page. */
function spoken(element, language) {
  if (language) element.lang = language;
  return element;
}

/** Write 2026-11-21 as 21 november 2026, 2026-11 as november 2026, and 2026 as it is. */
export function written(date, locale = "nl-NL") {
  const parts = date.split("-").length;
  const day = new Date(date);
  if (parts === 1 || Number.isNaN(day.getTime())) return date;
  const form = { timeZone: "UTC", month: "long", year: "numeric", ...(parts === 3 && { day: "numeric" }) };
  return new Intl.DateTimeFormat(locale, form).format(day);
}
