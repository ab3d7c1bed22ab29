"""Skills: courses, who attended, what was certified, and what became of it."""
