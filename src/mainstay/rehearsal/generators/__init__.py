"""Synthetic people and days, from a seed. Pure: the same scenario and seed give the same rows everywhere."""
