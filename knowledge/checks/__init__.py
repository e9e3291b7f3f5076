"""Guided checks: pure functions over the rule files of the editors."""
