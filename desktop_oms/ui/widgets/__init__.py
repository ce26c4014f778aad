"""Small painted widgets shared by panes."""
