"""The assistant: Rasa understands a turn, the actions decide what to say."""
