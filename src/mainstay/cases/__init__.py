"""The spine: a crisis context, its clocks, team, timeline and the state of each stage."""
