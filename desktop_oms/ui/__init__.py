"""The window. The only room with Qt; it runs commands and asks questions through ``runtime`` and decides nothing itself.

``main_window`` and ``panes`` are the office, ``panes.packing`` with ``scan`` the packing table, ``models`` the million-row list.
"""
