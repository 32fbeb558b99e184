"""The report in every format: a file each in `formats`, found by its name; `pages` says what there is to show."""
