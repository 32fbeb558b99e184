"""Documents: one model of what there is to show, and a file a format in `formats` that dresses any of it."""

MOST_ROWS = 200  # of a table that people are shown, unless they ask for more
