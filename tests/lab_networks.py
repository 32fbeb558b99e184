"""The lab's two networks, with the answers of their 5 and 13 boxes in the order of the two passes."""

from symback.worksheet import Worksheet

FIRST = ("(2+3*w)**2", {"w": 3}, None)
FIRST_ANSWERS = ["11", "121", "22", "3", "66"]

# c a d J, then ∂J/∂d, ∂d/∂a ∂J/∂a, ∂a/∂c ∂J/∂c, ∂a/∂b ∂J/∂b, ∂c/∂w ∂J/∂w
NEURON = ("c = w*x; a = c+b; d = a-y; J = d**2/2", {"x": 2, "y": 1, "w": -2, "b": 8}, ("w", "b"))
NEURON_ANSWERS = ["-4", "4", "3", "9/2", "3", "1", "3", "1", "3", "1", "3", "2", "6"]

LABS = [(FIRST, FIRST_ANSWERS), (NEURON, NEURON_ANSWERS)]


def worksheet(lab: tuple, **more) -> Worksheet:
    program, values, wrt = lab
    return Worksheet(program, values, wrt=wrt, **more)
