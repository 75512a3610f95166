"""Charts: what a carer must know tonight about a patient."""
