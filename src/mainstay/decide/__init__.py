"""Decide: who asks for help, by which right, how urgent and feasible it is, and what is answered."""
