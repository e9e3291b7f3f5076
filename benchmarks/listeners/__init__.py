"""How many widgets one gateway holds: connected at the same time, idle and with messages."""
