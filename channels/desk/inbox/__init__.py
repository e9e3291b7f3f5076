"""The list of tickets: finding, keeping views, and doing something with many at once."""
