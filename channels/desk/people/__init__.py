"""The directory at the desk: account managers, presence, walk-in hours and closed days."""
