"""Foundation: ledger, accounts, places, clock and identifiers."""
