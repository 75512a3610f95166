"""A resource into facts of care: who, where, what is known; one module for each."""
