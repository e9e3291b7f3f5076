// The list of tickets: the form for many stays away until something is chosen.

const form = document.getElementById("bulk");
const boxes = [...document.querySelectorAll('input[form="bulk"][name="ticket"]')];

function count() {
  const chosen = boxes.filter((box) => box.checked).length;
  form.classList.toggle("idle", chosen === 0);
  document.getElementById("bulk-count").textContent = chosen ? `(${chosen})` : "";
}

if (form) {
  boxes.forEach((box) => box.addEventListener("change", count));
  window.addEventListener("pageshow", count);
  count();
}
