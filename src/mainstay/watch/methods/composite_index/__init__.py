"""Composite indices: many indicators made one number that can be opened again down to each of them.

tree = tree_of(yaml.safe_load(text))          what is counted, how it is scored, what is made of what
table = table_of(rows, unit="iso3")           a row for each country
scores = composite_index(tree, table)         every node for every country
scores.top, scores.ranks()
"""

from .computing import Choices, Scores, composite_index, ranks_of
from .reading import tree_of
from .table import Table, table_of
from .tree import Node, Tree

__all__ = ["Choices", "Node", "Scores", "Table", "Tree", "composite_index", "ranks_of", "table_of", "tree_of"]
