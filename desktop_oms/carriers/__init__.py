"""Label providers. Empty so far: the own address label needs nobody and is made by ``app.pack_finish`` and ``documents``."""
