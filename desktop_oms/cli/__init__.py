"""The headless front end: every command of the window as a word, answers as text or as one JSON document.

One file per group of commands. Nothing is decided here: the shop decides, this room parses words and prints answers.
"""
