"""Desktop OMS: a back-office program for shops that sell online."""

__version__ = "0.1.0"
