"""Accounts: who may sign in with no directory server, and in which roles."""
