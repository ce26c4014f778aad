"""What follows from the marketplace an Amazon order came from: currency, and whether prices contain tax.

Source: Amazon shows prices without sales tax in the United States and Canada and with tax everywhere else.
"""

from __future__ import annotations

_CURRENCIES = {
    "amazon.com": "USD", "amazon.ca": "CAD", "amazon.com.mx": "MXN", "amazon.com.br": "BRL", "amazon.co.uk": "GBP",
    "amazon.de": "EUR", "amazon.fr": "EUR", "amazon.it": "EUR", "amazon.es": "EUR", "amazon.nl": "EUR",
    "amazon.com.be": "EUR", "amazon.ie": "EUR", "amazon.se": "SEK", "amazon.pl": "PLN", "amazon.com.tr": "TRY",
    "amazon.ae": "AED", "amazon.sa": "SAR", "amazon.eg": "EGP", "amazon.in": "INR", "amazon.co.jp": "JPY",
    "amazon.com.au": "AUD", "amazon.sg": "SGD", "amazon.co.za": "ZAR",
}  # fmt: skip
_TAX_ON_TOP = frozenset({"amazon.com", "amazon.ca"})
_TAX_ON_TOP_CURRENCIES = frozenset({"USD", "CAD"})


def currency_of(sales_channel: str) -> str:
    """Currency of a marketplace, ``""`` when it is none we know ("Non-Amazon")."""
    return _CURRENCIES.get(sales_channel.casefold(), "")


def is_tax_included(sales_channel: str, currency: str) -> bool:
    """True where prices contain tax; an unknown marketplace is judged by its currency."""
    market = sales_channel.casefold()
    if market in _CURRENCIES:
        return market not in _TAX_ON_TOP
    return currency not in _TAX_ON_TOP_CURRENCIES
