"""File formats, pure: people's tables, payment files, activity files, questionnaires, documents, charts.

Nothing here knows a stage or touches a database; each package turns plain values into a file that others
accept, or a file that others made into plain values and problems that name row, field, rule and way out.
"""
