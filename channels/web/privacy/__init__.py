"""/privacy: what is kept of people, how long, and who sees it."""
