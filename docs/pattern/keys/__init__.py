"""Keys: who holds which key, when doors no longer open by badge."""
