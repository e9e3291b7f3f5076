// From the page of a check to the chat: that tab goes on with the conversation that knows the answers.

import { store } from "./api.js";

const { id, token } = document.getElementById("verder").dataset;

store({ id, token });
location.replace("/chat");
