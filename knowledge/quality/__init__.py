"""Whether the content is good: readable, sourced, linked, free of private names, and covering the region."""
