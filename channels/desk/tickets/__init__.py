"""What can be done with a ticket at the desk besides talking: transfers, marks, merging, files, figures."""
