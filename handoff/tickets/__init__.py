"""What happens to a ticket, by subject; `handoff.service` names what other rooms use."""
