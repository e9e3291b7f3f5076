"""The look of a gemeente on our own pages: colours, letters and corners from its design tokens."""
