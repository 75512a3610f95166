"""Stays: who is here, where, and every movement that led there."""
