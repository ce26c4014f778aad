"""The packing table: what a packer sees, hears and scans. ``PackingPane`` is the door."""
