"""Open Klant: registers a hand-off in the municipal customer contact register, and keeps the status in step.

The Klantinteracties API has no idempotency key. So every step first looks whether an earlier attempt made the
thing already, and remembers what it found before the next step begins: whatever breaks in between, the next
attempt goes on where this one stopped.
"""
