"""Paper: the engine that prints numbered sheets and reads them back."""
