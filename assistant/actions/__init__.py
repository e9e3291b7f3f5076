"""What the assistant does with a turn, one file a subject; `dialogue.py` is where a turn comes in."""
