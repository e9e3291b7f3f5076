// From the page of a check to the chat, which goes on with the conversation that knows the answers.

document.getElementById("verder").submit();
