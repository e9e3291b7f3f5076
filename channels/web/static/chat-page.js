// Beside the chat on our own page: the buttons of topics, gemeenten and languages, which send a form without script.

const chat = document.querySelector("voordeur-chat");
const shortcuts = document.getElementById("shortcuts");

for (const item of shortcuts.querySelectorAll("[data-choice]")) {
  const button = item.querySelector("button");
  const title = (item.querySelector(".topic-title") ?? button).textContent.trim();
  const choice = { choice: item.dataset.choice, title };
  button.type = "button"; // it no longer sends the form
  button.addEventListener("click", () => chat.choose(choice));
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  chat.focusField();
});

// A person reads what comes in: a topic or gemeente alone says nothing to them.
chat.addEventListener("voordeur-holder", ({ detail }) => {
  for (const button of shortcuts.querySelectorAll("button")) button.disabled = detail.person;
  document.getElementById("resting").hidden = !detail.person;
});
