"""The house checks itself; each rule is shown to fail on a planted fault."""
