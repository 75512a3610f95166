"""Paper archive: which shelf a patient's paper file lies on, when no screen says it."""
