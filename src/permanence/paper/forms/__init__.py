"""Forms that a person fills in by hand and a machine reads back."""
