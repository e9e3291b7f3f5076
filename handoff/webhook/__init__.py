"""A signed webhook for everything else that wants to know what happens to tickets (standardwebhooks.com)."""
