"""Mail that comes back: fetched over IMAP, read, and put with the question it belongs to."""
