"""The report in every format, a file each."""
