"""How an article comes to be what it is: drafts, a second pair of eyes, history, and growing old."""
