"""The live part of the desk: the conversation with an entrepreneur as it happens, and what is new."""
