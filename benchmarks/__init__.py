"""Measure the program against the least code that does the same job, both in one run, and compare ratios only."""
