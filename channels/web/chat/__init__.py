"""The chat as plain forms: complete without script, and what the script builds on."""
