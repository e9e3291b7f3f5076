// Small comforts at the desk: every page works without this.

import { render } from "./markdown.js";

/** Show what the assistant wrote as the entrepreneur sees it: with lists, bold and links. */
export function dress(message) {
  const said = message.matches(".from-assistant, .from-system") && message.querySelector(".said");
  if (!said) return;
  const text = document.createElement("div");
  text.className = "text";
  text.append(render(said.textContent));
  said.replaceWith(text);
}

/** A form that was sent is not sent again by a second click; coming back with the back button frees it. */
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => delete form.dataset.sent);
}

/** A file that will be refused is not sent first. */
function refuseLarge(field) {
  field.addEventListener("change", () => {
    const tooLarge = field.files[0]?.size > Number(field.dataset.most);
    field.setCustomValidity(tooLarge ? field.dataset.tooLarge : "");
    if (tooLarge) field.reportValidity();
  });
}

document.querySelectorAll(".talk .message").forEach(dress);
document.querySelectorAll("input[data-most]").forEach(refuseLarge);
document.querySelectorAll('form[method="post"]').forEach(sendOnce);
document.getElementById("error")?.focus();
