// The chat: one conversation, shown as it goes. In a window over a website, or as the main part of a page of our own.

import * as api from "./api.js";
import { compose } from "./compose.js";
import { live } from "./live.js";
import * as markdown from "./markdown.js";
import { messageMaker } from "./messages.js";
import { opening } from "./opening.js";
import { place } from "./place.js";
import { style } from "./style.js";
import { transcript } from "./transcript.js";
import { inTurn, patiently } from "./turns.js";
import { wholeConversation } from "./whole.js";
import { build } from "./window.js";
import { wordsFor } from "./words.js";

/** Put the chat in the element and return what others can do with it: `open({ byItself })` and `choose(choice)`. */
export async function start(host) {
  const { tools, kept } = host;
  const words = wordsFor(host.lang);
  const inPage = host.getAttribute("mode") === "page";
  api.use(host.api);
  markdown.use(words.newTab);
  host.shadowRoot.adoptedStyleSheets.push(tools.sheet(style));
  const parts = build(host, words, inPage);
  const { frame, log, holder, person, status, error, form, text, send } = parts;
  const reader = place(log, parts.bar, form);
  const makeMessage = messageMaker(tools, words, { answer: (typed, field) => answer(typed, field), choose: (choice) => press(choice), judge, reveal: (each) => reader.reveal(each, each) });
  const said = transcript(log, reader, makeMessage, tools, words);
  const title = document.title;

  let conversation = null;
  let beginning = null; // the promise of a conversation that is being opened
  let stopWatching = () => {};
  let heldBy = null; // the name of the account manager, or null for the assistant
  let unsent = null; // { body, key } of a message that may not have arrived
  let news = 0;

  const events = live({
    message: receiveMessage,
    holder: showHolder,
    typing: (data) => data.sender !== "entrepreneur" && tell(words.types(data.holderName ?? words.someone), true),
    quiet: rest,
    read: ({ reader: who, messageId }) => who === "account-manager" && said.markRead(messageId),
    offline: () => tell(words.offline),
    online: () => status.textContent === words.offline && rest(),
    gone: () => conversation && lost(),
  });

  // ---- Starting and going on ----

  /**
   * Go on with the conversation of this session, or begin one; the same promise for whoever asks meanwhile.
   * It is shown once: showing it anew would wipe the own message that is under way.
   */
  function begun() {
    if (conversation && !beginning) return Promise.resolve();
    beginning ??= begin().finally(() => (beginning = null));
    return beginning;
  }

  async function begin() {
    fail("");
    try {
      conversation = kept.get("conversation");
      if (!conversation || !(await resume())) await startAnew();
      stopWatching();
      stopWatching = api.watch(conversation, events.receive);
    } catch (refusal) {
      conversation = null;
      fail(sentence(refusal), () => begun(), refusal.status === 0);
      if (!log.childElementCount) log.append(tools.contactElement(host, host.contact(), null));
      throw refusal;
    }
  }

  async function resume() {
    try {
      const found = await api.read(conversation);
      said.clear();
      showHolder(found);
      said.show(found.messages);
      said.markRead(found.readByAccountManager);
      if (log.childElementCount > 1) reader.reveal(log.lastElementChild, log.lastElementChild);
      return true;
    } catch (refusal) {
      if (![401, 404].includes(refusal.status)) throw refusal;
      kept.set("conversation", null);
      return false;
    }
  }

  async function startAnew() {
    const asks = inPage ? new URLSearchParams(location.search) : new URLSearchParams();
    const gemeente = asks.get("gemeente") || host.getAttribute("gemeente");
    const language = asks.get("language") || host.getAttribute("language") || (host.lang === "nl" ? null : host.lang);
    const started = await api.start(gemeente, language).catch((refusal) => {
      if (refusal.status !== 400) throw refusal;
      return api.start();
    });
    conversation = { id: started.id, token: started.token };
    kept.set("conversation", conversation);
    said.clear();
    showHolder({ holder: "assistant" });
    said.show(started.messages);
  }

  /** Begin anew when the conversation is no longer there: it was erased in another tab, or has expired. */
  async function lost() {
    forget();
    await begun().then(() => fail(words.gone), () => {});
  }

  function forget() {
    stopWatching();
    kept.set("conversation", null);
    conversation = unsent = null;
  }

  /** Who asked in words to erase the conversation must no longer see it either. */
  async function dropErased() {
    const left = await api.read(conversation).catch(() => null);
    if (!left || left.messages.length >= said.count()) return;
    said.clear();
    said.reveal(said.show(left.messages));
  }

  // ---- Showing ----

  function showHolder(state) {
    heldBy = state.holder === "account-manager" ? (state.holderName ?? words.someone) : null;
    holder.textContent = heldBy ? words.manager(heldBy) : words.assistant;
    frame.classList.toggle("held", Boolean(heldBy));
    person.hidden = Boolean(heldBy);
    if (heldBy) said.hideChoices();
    // A page of our own has shortcuts beside the chat, which say nothing to a person.
    host.dispatchEvent(new CustomEvent("voordeur-holder", { detail: { person: Boolean(heldBy) } }));
  }

  function tell(sentenceNow, moving = false) {
    status.textContent = sentenceNow;
    status.classList.toggle("busy", moving);
  }

  /** Say what went wrong, with a way to try again, and with the people to ask when the server is away. */
  function fail(sentenceNow, again, withContact = false) {
    error.replaceChildren();
    text.removeAttribute("aria-invalid");
    if (!sentenceNow) return;
    error.append(sentenceNow);
    if (again) error.append(tools.button(words.again, "button", () => again()));
    if (withContact && log.childElementCount && !log.querySelector(".contact")) {
      const more = tools.tag("details", "", tools.tag("summary", "", host.words.instead));
      more.append(tools.contactElement(host, host.contact(), null));
      error.append(more);
    }
  }

  function sentence(refusal) {
    if (refusal.wait) return words.wait(refusal.wait);
    return refusal.status === 0 || !refusal.message ? words.unreachable : refusal.message;
  }

  // ---- Receiving ----

  function receiveMessage(message) {
    if (said.has(message.id)) return;
    if (message.sender === "entrepreneur" && message.idempotencyKey === unsent?.key && said.underWay()) {
      said.adopt(message.id, message.text);
      return;
    }
    const follow = busy() || reader.atEnd();
    const fresh = said.show([message]);
    rest();
    if (follow) said.reveal(fresh);
    else tell(words.below);
    if (message.sender === "entrepreneur" && !heldBy) tell(words.thinking, true); // said in another tab
    if (message.answer?.kind === "notice" && !busy()) dropErased();
    if (document.hidden) document.title = `${words.newMessage} – ${title}`;
    if (!inPage && !frame.open && message.sender !== "entrepreneur") host.showNews(++news);
    markRead();
  }

  function markRead() {
    const last = said.lastOf("account-manager")?.dataset.id;
    const seen = !document.hidden && (inPage || frame.open);
    if (conversation && last && seen && last !== events.read) api.hint(conversation, "read", { messageId: (events.read = last) });
  }

  /** The status line as it is when nothing happens. */
  function rest() {
    events.stopTyping();
    if (!busy()) tell("");
  }

  // ---- Sending ----

  const { say, busy, arrived } = inTurn(async (body, label, again) => {
    working(true);
    await begun().catch(() => {});
    if (!conversation) {
      working(false);
      return false;
    }
    const same = unsent && JSON.stringify(unsent.body) === JSON.stringify(body);
    unsent = same ? unsent : { body, key: api.newKey() };
    fail("");
    const takeBack = said.showOwn(label);
    try {
      const send = () => api.post(conversation, body, unsent.key);
      const answer = await patiently(send, (pause) => fail(pause ? words.sendsIn(pause) : ""));
      if (answer.messageId) said.adopt(answer.messageId);
      unsent = null;
      said.reveal(said.show(answer.messages));
      if (answer.messages.some((message) => message.answer?.kind === "notice")) await dropErased();
      return true;
    } catch (refusal) {
      takeBack();
      await refused(refusal, again ?? (() => say(body, label)));
      return false;
    } finally {
      said.settle();
      working(false);
    }
  });

  async function refused(refusal, again) {
    if ([401, 404].includes(refusal.status)) await lost();
    else fail(sentence(refusal), refusal.status === 400 ? null : again, refusal.status === 0);
  }

  function working(now) {
    send.ariaDisabled = String(now); // `disabled` would take the focus away
    tell(now && !heldBy ? words.thinking : "", now && !heldBy);
  }

  /** Say a choice whose button is about to disappear: the focus goes on to the answer. */
  const press = (choice) => hold(() => say({ choice: choice.choice }, choice.title, () => press(choice), choice));

  /** Say what was filled in in a form: the focus goes on to the next field, if there is one. */
  const answer = (typed, field) => hold(() => say({ text: typed }, typed, null, field), ".field-form:not([hidden]) input, .field-form:not([hidden]) textarea");

  async function hold(saying, next) {
    log.focus({ preventScroll: true });
    const done = await saying();
    const reply = said.lastOf("entrepreneur")?.nextElementSibling;
    const target = (next && log.querySelector(next)) || reply || log;
    if (done && host.shadowRoot.activeElement === log) target.focus({ preventScroll: true });
    return done;
  }

  async function judge(id, helpful, more) {
    try {
      await api.judge(conversation, id, helpful, more);
      return true;
    } catch (refusal) {
      fail(sentence(refusal));
      return false;
    }
  }

  async function erase() {
    try {
      if (conversation) await api.erase(conversation);
    } catch (refusal) {
      if (![401, 404].includes(refusal.status)) return fail(sentence(refusal), erase);
    }
    forget();
    await begun().catch(() => {});
    log.focus(); // on a phone the button was far below
    tell(words.erased);
  }

  function opened() {
    host.showNews((news = 0));
    begun().then(markRead, () => {});
    if (log.lastElementChild) reader.reveal(log.lastElementChild, log.lastElementChild);
  }

  // ---- Buttons and keys ----

  compose(parts, words, {
    say,
    fail,
    arrived,
    typing: () => heldBy && conversation && events.mayTellTyping() && api.hint(conversation, "typing"),
  });
  const toPerson = { choice: "hand-off", title: words.person };
  person.addEventListener("click", () => press(toPerson));
  wholeConversation(host, words, parts, {
    read: () => api.read(conversation),
    mail: (address) => api.mail(conversation, address),
    code: () => api.codeFor(conversation),
    begun,
    erase,
    fail,
    sentence,
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    document.title = title;
    markRead();
  });
  if (inPage || kept.get("conversation")) await begun().catch(() => {});
  return { ...(inPage ? {} : opening(host, parts, opened)), choose: press, focusField: () => text.focus() };
}
