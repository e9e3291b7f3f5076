// The field to type in: how much fits, and sending with Enter.

const LONGEST = 1000; // characters, as the server counts
const NEAR_LIMIT = 100;

/** Let the field send what is typed: `acts.say(body, label, again)`, `acts.fail(sentence)`, `acts.typing()`, `acts.arrived()`. */
export function compose({ form, text, counter }, words, acts) {
  const size = () => [...text.value.trim()].length; // an emoji is one character, for the server too

  async function submit() {
    const typed = text.value;
    const over = size() - LONGEST;
    if (!typed.trim() || over > 0) {
      acts.fail(over > 0 ? words.over(over) : words.empty);
      text.ariaInvalid = "true";
      text.focus();
      return;
    }
    if (!(await acts.arrived()) || !text.value.startsWith(typed)) return; // sent already, while it waited
    text.value = text.value.slice(typed.length);
    count();
    if (await acts.say({ text: typed }, typed.trim(), submit)) return;
    text.value = text.value ? `${typed}\n${text.value}` : typed;
    count();
  }

  function count() {
    const left = LONGEST - size();
    counter.textContent = left < 0 ? words.over(-left) : left <= NEAR_LIMIT ? words.left(left) : "";
    if (text.ariaInvalid === "true" && left >= 0 && text.value.trim()) acts.fail("");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  text.addEventListener("input", () => {
    count();
    acts.typing();
  });
}
