"""The public API and the chat page."""
