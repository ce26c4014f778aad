"""Orders come in: from files now, from live channels later, always as pages of ``RemoteOrder`` through one command.

``orders`` holds the command, ``files`` reads whole files through it. Invariant: an order is known by channel and the channel's id,
so telling it twice changes nothing, and no order is ever lost because of one of its lines.
"""
