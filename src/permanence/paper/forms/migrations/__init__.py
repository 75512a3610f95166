"""Migrations of the forms."""
