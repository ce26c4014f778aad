"""List models, delegates and selection of the office window."""
