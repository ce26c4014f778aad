"""Shopify: its export files (``orders_csv``)."""
