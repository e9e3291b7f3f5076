"""What Rasa loads of ours: its way in, its store, and the builder of its Dutch pipeline."""
