"""Programs to graphs: splitting into nodes, sharing equal ones, naming them."""
