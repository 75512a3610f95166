"""What every format shares: why something is not applied, what a message tells, which characters its bytes are."""
