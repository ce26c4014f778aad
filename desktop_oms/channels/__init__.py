"""What sales channels write and read: their export files into ``RemoteOrder``, and the confirmation files they take back.

``registry`` lists the formats, ``file_port`` is the door for ``app``. Channels do not know each other, the books or the bus.
"""
