// The fixed parts of the chat: who answers, the conversation, the field to type in, and what else can be done.

/** Build the parts in the element, in a window of their own or in the page, and return them by name. */
export function build(host, words, inPage) {
  const { tag, button, icon } = host.tools;
  const part = (name, id, className, ...content) => Object.assign(tag(name, className, ...content), { id });

  const holder = part("strong", "holder", "", words.assistant);
  const person = part("button", "person", "button", words.person);
  person.type = "button";
  const bar = part("div", "bar", "bar", tag("p", "holder", `${words.holder} `, holder), person);

  const log = part("div", "log", "log");
  set(log, { role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-label": words.log, tabindex: "0" });

  const status = part("p", "status", "status");
  set(status, { role: "status" });
  const error = part("div", "error", "error");
  set(error, { role: "alert" });
  const label = tag("label", "", words.label);
  label.htmlFor = "text";
  const text = part("textarea", "text", "");
  set(text, { name: "text", rows: "2", dir: "auto", "aria-describedby": "privacy counter error", enterkeyhint: "send", autocomplete: "off" });
  const send = part("button", "send", "button strong", words.send);
  const counter = part("p", "counter", "hint");
  const form = part("form", "compose", "compose", status, error, label, tag("div", "compose-row", text, send), counter);
  form.noValidate = true;

  const days = host.getAttribute("days") ?? host.settings?.conversationDays;
  const privacy = part("p", "privacy", "hint", words.privacy);
  const more = tag("a", "", days ? words.kept(days) : words.privacyMore);
  const page = host.settings?.privacy ?? `${host.api}/privacy`;
  set(more, { href: `${page}${host.lang === "nl" ? "" : "?lang=en"}`, target: "_blank", rel: "noopener" });
  more.append(tag("span", "unseen", words.newTab));
  privacy.append(" ", more);
  const [messenger, save, erase] = ["messenger", "save", "erase"].map((name) =>
    Object.assign(part("button", name, "button quiet", words[name] ?? ""), { type: "button" }),
  );
  messenger.hidden = true;
  const smallPrint = tag("div", "small-print", privacy, tag("div", "tools", messenger, save, erase));

  const dialog = eraseDialog(tag, part, words);
  const frame = inPage ? tag("section", "chat page") : tag("dialog", "panel chat");
  frame.id = "chat";
  const parts = { frame, bar, log, holder, person, status, error, form, text, send, counter, messenger, save, erase, dialog };
  if (inPage) {
    set(frame, { "aria-label": words.title });
  } else {
    parts.title = part("h2", "title", "", words.title);
    parts.title.tabIndex = -1;
    parts.close = button("", "close", () => {});
    parts.close.append(icon("M5 5l14 14M19 5L5 19"));
    parts.close.ariaLabel = words.close;
    const greeting = host.getAttribute("greeting") || host.settings?.greeting;
    const heading = tag("div", "heading", tag("div", "", parts.title, ...(greeting ? [tag("p", "", greeting)] : [])), parts.close);
    frame.append(heading);
    set(frame, { "aria-labelledby": "title" });
  }
  frame.append(bar, log, form, smallPrint, dialog);
  host.shadowRoot.querySelector("slot")?.remove();
  host.shadowRoot.append(frame);
  return parts;
}

function eraseDialog(tag, part, words) {
  const answer = (value, className, title) => Object.assign(tag("button", className, title), { value });
  const form = tag("form", "buttons", answer("keep", "button", words.eraseNo), answer("erase", "button strong", words.eraseYes));
  form.method = "dialog";
  const title = part("h2", "erase-title", "", words.eraseTitle);
  const dialog = part("dialog", "erase-dialog", "ask", title, tag("p", "", words.eraseText), form);
  set(dialog, { "aria-labelledby": "erase-title" });
  return dialog;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
