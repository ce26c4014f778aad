"""The rules of selling, packing and taking back, and nothing else.

Pure: no clock, no I/O, no logging, no luck, no library. Refusals carry codes (``errors``), sentences stand in ``resources/texts``.
"""
