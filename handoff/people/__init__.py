"""The directory as it changes: who works here, when they are away, walk-in hours and closed days."""
