"""The pages of the whole: home, cases, search."""
