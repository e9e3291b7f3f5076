// A copy of the conversation: as a text file made in the browser, or by e-mail.

import { ask } from "./ask.js";
import { written } from "./messages.js";

/** Ask how to keep the conversation: `acts.read()` gives it, `acts.mail(address)` sends it, `acts.sentence(refusal)`. */
export function askForCopy({ tools, settings }, words, frame, acts) {
  const { tag, button } = tools;
  const told = tag("p", "field-error");
  told.id = "copy-told";
  told.setAttribute("role", "status");
  const download = button(words.download, "button strong", () => acts.read().then((all) => saveCopy(all, words, tag), say));
  ask(tools, words, frame, words.save, download, ...(settings?.mailsCopies ? [mailForm()] : []), told);

  function say(refusal) {
    told.textContent = acts.sentence(refusal);
  }

  function mailForm() {
    const input = tag("input");
    Object.assign(input, { type: "text", inputMode: "email", autocomplete: "email", id: "copy-email" });
    input.setAttribute("aria-describedby", told.id);
    const label = tag("label", "", words.email);
    label.htmlFor = input.id;
    const form = tag("form", "field-form", label, tag("div", "field-row", input, tag("button", "button strong", words.send)));
    form.noValidate = true;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await acts.mail(input.value.trim());
        input.ariaInvalid = "false";
        told.textContent = words.mailed;
      } catch (refusal) {
        input.ariaInvalid = "true";
        input.focus();
        say(refusal);
      }
    });
    return form;
  }
}

/** Save the conversation of a transcript as a file. */
function saveCopy(transcript, words, tag) {
  const now = new Date().toISOString().slice(0, 10);
  const head = [words.copyTitle, `${words.copyDate} ${written(now, words.locale)}`];
  const blocks = transcript.messages.map((message) => blockOf(message, words));
  const file = new Blob([[head.join("\n"), ...blocks].join("\n\n")], { type: "text/plain;charset=utf-8" });
  const link = tag("a");
  link.href = URL.createObjectURL(file);
  link.download = `${words.file}-${now}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function blockOf(message, words) {
  const names = { entrepreneur: words.you, assistant: words.computer, system: words.notice };
  const name = names[message.sender] ?? `${message.senderName ?? words.colleague}, ${words.role}`;
  const moment = new Intl.DateTimeFormat(words.locale, { dateStyle: "long", timeStyle: "short" });
  const sources = (message.answer?.sources ?? []).map((from) => `${words.source}${from.title}${from.url ? ` – ${from.url}` : ""}`);
  return [`${name}, ${moment.format(new Date(message.sentAt))}`, message.text.replaceAll("**", ""), ...sources].join("\n");
}
