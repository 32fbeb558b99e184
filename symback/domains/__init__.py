"""Numbers: exact rationals, decimals, floats; every operation on them; how they are written."""
