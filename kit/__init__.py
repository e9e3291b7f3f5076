"""Small shared parts without business words: settings, database, errors, clock, logging."""
