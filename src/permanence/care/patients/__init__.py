"""Patients: who they are, under which identifiers, and how to find them."""
