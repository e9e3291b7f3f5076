// Keeps the keys that are pressed before desk-shortcuts.js listens. Not a module: it has to run before the page shows.

window.voordeurEarly = [];
document.addEventListener("keydown", (event) => window.voordeurEarly?.push(event));
