"""Voordeur on the websites of others: where it may stand, how it looks there, and who may call the API."""
