// Small comforts at the desk: every page works without this.

import { render } from "./markdown.js";

const LOOK_EVERY = 5000;
const TYPING_EVERY = 4000;
// The server does not count these calls as presence: an empty chair logs out by itself.
const headers = { "X-Background": "1" };

/** Show what the assistant wrote as the entrepreneur sees it: with lists, bold and links. */
function dress(message) {
  const said = message.matches(".from-assistant, .from-system") && message.querySelector(".said");
  if (!said) return;
  const text = document.createElement("div");
  text.className = "text";
  text.append(render(said.textContent));
  said.replaceWith(text);
}

/** Show what is new in the conversation, while somebody looks at the page. */
function follow(talk) {
  talk.scrollTop = talk.scrollHeight;
  const timer = setInterval(async () => {
    if (document.hidden) return;
    try {
      const address = `${talk.dataset.messages}?after=${talk.dataset.last}`;
      const response = await fetch(address, { headers, redirect: "error" });
      if (!response.ok) return clearInterval(timer);
      append(talk, await response.text());
    } catch {
      // No network, or logged out: the next look or the next click tells.
    }
  }, LOOK_EVERY);
}

function append(talk, html) {
  const atEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 40;
  const fresh = new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html").querySelectorAll("li");
  for (const item of fresh) {
    if (Number(item.dataset.position) <= Number(talk.dataset.last)) continue;
    dress(item);
    talk.querySelector("ol").append(item);
    talk.dataset.last = item.dataset.position;
  }
  if (fresh.length && atEnd) talk.scrollTop = talk.scrollHeight;
}

/** Let the entrepreneur see that somebody is typing. */
function tellTyping(field) {
  let last = 0;
  field.addEventListener("input", () => {
    if (Date.now() - last < TYPING_EVERY) return;
    last = Date.now();
    const body = new URLSearchParams({ csrf_token: field.form.elements.csrf_token.value });
    fetch(field.dataset.typing, { method: "POST", body, headers }).catch(() => {});
  });
}

/** A form that was sent is not sent again by a second click; coming back with the back button frees it. */
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);
}

document.querySelectorAll(".talk .message").forEach(dress);
document.querySelectorAll("[data-messages]").forEach(follow);
document.querySelectorAll("[data-typing]").forEach(tellTyping);
document.querySelectorAll('form[method="post"]').forEach(sendOnce);
document.getElementById("error")?.focus();
