// The preview of an article follows what is typed; without this there is a button for it.

const AFTER = 600; // milliseconds without a key
const headers = { "X-Background": "1" };

/** Ask the server for the preview, which also knows the rules, and put it in place when it is the latest. */
function follow(preview, form) {
  let timer, latest = 0;
  const refresh = async () => {
    const turn = ++latest;
    try {
      const body = new URLSearchParams(new FormData(form));
      const response = await fetch(preview.dataset.preview, { method: "POST", body, headers, redirect: "error" });
      if (!response.ok || turn !== latest) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      preview.replaceChildren(...page.body.childNodes);
    } catch {
      // No network, or logged out: saving will say so, and the text stays where it is.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, AFTER);
  });
}

/** A tab that is closed by accident takes nothing with it that was not saved. */
function keep(form) {
  let changed = Boolean(document.querySelector("#error:not([data-saved])"));
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

const form = document.getElementById("article");
const preview = document.querySelector("[data-preview]");
if (form && preview) {
  follow(preview, form);
  keep(form);
}
