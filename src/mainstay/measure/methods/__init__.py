"""Pure calculations of measure: how facts become figures."""
