"""The classes of discrepancy: one function each, from the opened books to the rows of its findings, as SQL.

Each function gives a query with the columns of `shape.COLUMNS`. Absence is found only inside stated coverage.
"""
