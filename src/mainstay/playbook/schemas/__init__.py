"""The typed shape of each content file: frozen, and strict about names that it does not know."""
