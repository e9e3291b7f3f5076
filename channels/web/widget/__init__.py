"""The widget: the chat as one line on any website, and on our own page."""
