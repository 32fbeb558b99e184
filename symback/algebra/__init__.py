"""Formulas as a small algebra of our own: what the walk with symbols takes, in the time that a table may take.

`expression` says what form they have, `operations` makes canonical sums, products and powers, `calls` holds what is known of
functions, `rules` a rule's value and local derivatives, `ratio` quotients without common factors, `tidy` the shortest of a few
forms, `text` what is read.
sympy derives the table that the derivatives come from (symback/derive.py), proves claims (symback/check/proof.py), and in
the tests it checks every formula that is written here.
"""
