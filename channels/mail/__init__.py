"""E-mail as a channel: letters that go out, and answers that come back."""
