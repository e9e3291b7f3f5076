"""The desk: the pages on which account managers answer, coordinators divide and editors look."""
