"""Where people talk: conversations, the web, the desk, the terminal; and the running of it all."""
