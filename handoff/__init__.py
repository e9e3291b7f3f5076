"""From bot to person: the directory of account managers, routing, working hours and tickets."""
