"""The pages on which an entrepreneur follows a question."""
