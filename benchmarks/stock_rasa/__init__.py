"""A stock Rasa project with the same training data; see README.md."""
