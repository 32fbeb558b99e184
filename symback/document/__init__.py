"""Documents: one model of what there is to show, and a file a format in `formats` that dresses any of it."""
