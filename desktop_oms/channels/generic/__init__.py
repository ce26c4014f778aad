"""Tables of no particular channel: opening stock by bin and products, as a shop keeps them in a spreadsheet."""
