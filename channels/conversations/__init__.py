"""Every conversation, whatever its channel: what was said, and who holds it."""
