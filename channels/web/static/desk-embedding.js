// The page of an embedding: copying the line, and a preview that follows what is filled in.

const form = document.getElementById("embedding");
const preview = document.getElementById("preview");
const greeting = document.getElementById("preview-greeting");
const snippet = document.getElementById("snippet");
const copy = document.getElementById("copy");

function follow() {
  preview.dataset.position = form.elements.position.value;
  preview.dataset.active = form.elements.active.checked ? "yes" : "no";
  greeting.textContent = form.elements.greeting.value.trim() || preview.dataset.greeting;
}

async function copySnippet() {
  const told = document.getElementById("copied");
  snippet.select(); // whatever happens, the line is marked and can be copied by hand
  try {
    await navigator.clipboard.writeText(snippet.value);
    told.textContent = "Gekopieerd.";
  } catch {
    told.textContent = "De regel is geselecteerd. Kopieer hem met Ctrl+C.";
  }
}

form.addEventListener("input", follow);
form.addEventListener("reset", () => setTimeout(follow));
window.addEventListener("pageshow", follow); // a browser may fill in what was there before
if (copy) {
  copy.hidden = false;
  copy.addEventListener("click", copySnippet);
}
