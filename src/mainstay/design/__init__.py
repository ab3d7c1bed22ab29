"""From what the crisis took to what shall be done, for whom, at what cost: the project from first draft to close."""
