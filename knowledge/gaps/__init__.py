"""Questions that got no answer, or one that did not help: grouped, for the editors who can do something."""
