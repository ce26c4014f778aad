"""One folder per pane: widget, columns, presenter."""
