"""Figures and their files. Empty so far."""
