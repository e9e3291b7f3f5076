"""How fast the list of tickets is when there are very many."""
