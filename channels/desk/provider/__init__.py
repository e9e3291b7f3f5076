"""Logging in by the OpenID provider of a gemeente."""
