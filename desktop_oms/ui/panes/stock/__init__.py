"""The stock pane: figures of every product and the drawer with its ledger."""
