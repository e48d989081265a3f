"""Comparisons with peers, each measured beside ours in the same run and printed as a ratio."""
