"""Amazon: its order reports (``order_report``) and the shipment confirmation it takes back."""
