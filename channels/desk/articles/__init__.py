"""The part of the desk where editors work: list, edit, look, publish, history, try, worklist, coverage."""
