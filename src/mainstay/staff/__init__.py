"""The people who go: roster, shortlists with reasons, clearances, missions and care before, during and after."""
