"""The ledger: every write, in order, in a chain that shows any tampering."""
