"""Faults on purpose: what was acknowledged is counted, and counted again in the database afterwards.

Each test has a sabotaged twin, in which the application breaks the promise and the same count has to notice.
"""
