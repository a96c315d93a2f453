"""The command line of govaudit."""

__version__ = "0.1.0"
