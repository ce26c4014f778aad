"""What the program asks of the operating system: paths, logs, crash file, keyring, printers, sounds, kinds of disk.

No Qt, no database, no rules; composed by ``compose`` and handed to the other rooms. Parts for Windows and macOS are written
and type-checked but were never run there (marked "unproven" where they stand).
"""
