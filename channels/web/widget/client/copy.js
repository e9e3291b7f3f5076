// A copy of the conversation as a text file, made in the browser: nothing is sent anywhere.

import { written } from "./messages.js";

/** Save the conversation of a transcript as a file. */
export function saveCopy(transcript, words, tag) {
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
