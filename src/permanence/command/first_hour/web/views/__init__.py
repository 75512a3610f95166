"""The screens of the first hour, and of the envelopes that open it."""
