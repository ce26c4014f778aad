"""Key events in, scans out: the one decoder that stands before every widget, and the sounds that answer."""
