// The small forms inside the chat: the answer to a question of a check or a hand-off, and why an answer did not help.

const INPUTS = {
  text: {},
  place: {},
  contact: { autocomplete: "email", inputMode: "email" },
  number: { inputMode: "decimal" },
};
let numbered = 0;

/** Return the form for a field; `about` is the id of the question, `answer(text)` sends it. */
export function fieldForm({ tag }, field, words, about, answer) {
  const form = tag("form", "field-form");
  form.noValidate = true; // the browser would say it in its own language and place
  form.autocomplete = "on";
  const input = inputFor(tag, field);
  input.id = `field-${++numbered}`;
  const hand = ["name", "contact", "question"].includes(field.name);
  const label = tag("label", "", hand ? field.label : words.answer(field.unit));
  label.htmlFor = input.id;
  const error = tag("p", "field-error");
  error.id = `${input.id}-error`;
  describe(input, about, error, field.refused);
  const next = tag("button", "button strong", words.next);
  form.append(label, tag("div", "field-row", input, next), error);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = input.value.trim();
    error.textContent = typed ? "" : words.fill(label.textContent);
    describe(input, about, error, !typed);
    if (!typed) input.focus();
    else await answer(typed, field);
  });
  return form;
}

function inputFor(tag, field) {
  const input = tag(field.kind === "long-text" ? "textarea" : "input");
  if (field.kind === "long-text") input.rows = 3;
  else input.type = "text"; // "4 bij 5" is a good answer to a number of square metres
  Object.assign(input, INPUTS[field.kind]);
  if (field.name === "name") input.autocomplete = "name";
  return input;
}

/** Tie the question, which also tells what was wrong with the last answer, and the error to the field. */
function describe(input, about, error, refused) {
  input.setAttribute("aria-describedby", `${about} ${error.id}`);
  input.setAttribute("aria-invalid", String(Boolean(refused)));
}

/** Return the form that asks why an answer did not help; `done(more)` gets the reason, or null when it is skipped. */
export function reasonForm({ tag, button }, words, id, done) {
  const form = tag("form", "reason-form");
  const set = tag("fieldset", "", tag("legend", "", words.why));
  for (const [value, text] of Object.entries(words.reasons)) {
    const input = tag("input");
    Object.assign(input, { type: "radio", name: `reason-${id}`, value });
    set.append(tag("label", "option", input, tag("span", "", text)));
  }
  const comment = tag("textarea");
  Object.assign(comment, { rows: 2, maxLength: 1000, id: `comment-${id}` });
  const label = tag("label", "", words.explain);
  label.htmlFor = comment.id;
  form.append(set, label, comment);
  form.append(tag("div", "buttons", tag("button", "button strong", words.tell), button(words.skip, "button", () => done(null))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = form.querySelector("input:checked")?.value;
    const said = comment.value.trim();
    done(reason || said ? { ...(reason && { reason }), ...(said && { comment: said }) } : null);
  });
  return form;
}
