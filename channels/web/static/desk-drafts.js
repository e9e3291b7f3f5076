// What is typed on the page of a ticket survives another form on that page, an error and a closed lid: in this tab only.

const BEFORE = "voordeur-draft";
const fields = [...document.querySelectorAll("textarea[data-draft]")];
const keyOf = (field) => `${BEFORE}:${location.pathname}:${field.id}`;

function keep(field, sent = false) {
  try {
    if (field.value.trim()) sessionStorage.setItem(keyOf(field), JSON.stringify({ text: field.value, sent }));
    else sessionStorage.removeItem(keyOf(field));
  } catch {
    // Without storage the page is as it was.
  }
}

/** Put a text back that did not leave; one that was sent is gone as soon as a page says that something was done. */
function bringBack(field) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(field)) ?? "null");
    if (kept?.sent && document.querySelector(".done")) sessionStorage.removeItem(keyOf(field));
    else if (kept && !field.value) field.value = kept.text;
  } catch {
    // As above.
  }
}

function forgetAll() {
  try {
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith(BEFORE))
      .forEach((key) => sessionStorage.removeItem(key));
  } catch {
    // As above.
  }
}

for (const field of fields) {
  bringBack(field);
  field.addEventListener("input", () => keep(field));
  field.form.addEventListener("submit", () => keep(field, true));
  field.form.addEventListener("reset", () => setTimeout(() => keep(field))); // the field is empty after this
}
document.querySelector(".log-out")?.addEventListener("submit", forgetAll);
