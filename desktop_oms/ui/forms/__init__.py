"""Classes generated from forms/*.ui by tools/forms.py; never edited."""
