"""Formulas as a small algebra of our own: what the walk with symbols takes, in the time that a table may take.

`expression` holds the forms and their canonical sums and products, `roots` the powers of numbers, `calls` what is known
of functions, `rules` a rule's value and local derivatives, `tidy` the shortest of a few forms, `text` what is read.
sympy derives the table that the derivatives come from (symback/derive.py), proves claims (symback/check/proof.py), and in
the tests it checks every formula that is written here.
"""
