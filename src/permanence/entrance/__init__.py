"""The entrance: composition of every room into one site and one command."""
