"""Classes that ``pyside6-uic`` makes from forms/*.ui; never edited, and a test makes them again and compares."""
