"""The cards of the envelopes, drawn as PDF."""
