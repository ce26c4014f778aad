"""The orders pane: the list of orders and the drawer of one."""
