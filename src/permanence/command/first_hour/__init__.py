"""The first hour of whoever is alone at night: what to do, and a sealed code that opens the first act."""
