"""The start for who reads English: search, topics and a person, over the articles in English."""
