// A small window over the chat, with one thing to do in it.

/** Show it with this title and content; it is gone when it is closed. */
export function ask({ tag, button }, words, frame, title, ...content) {
  const heading = tag("h2", "", title);
  heading.id = "ask-title";
  const dialog = tag("dialog", "ask", heading, ...content);
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(tag("div", "buttons", button(words.done, "button", () => dialog.close())));
  dialog.addEventListener("close", () => dialog.remove());
  frame.append(dialog);
  dialog.showModal();
}
