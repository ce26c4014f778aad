"""What every reader of a channel's file shares: encodings, tables, cells, notes; and ``seed``, an invented shop of any size.

Channel-neutral and pure as far as files allow; ``seed`` alone runs commands.
"""
