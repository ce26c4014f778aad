"""Invented customers: names, streets and towns of many countries, in their own writing.

All of it is made up from common names; phone numbers and mail addresses lie in the ranges reserved for fiction.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from desktop_oms.domain.remote_order import RemoteAddress


@dataclass(frozen=True, slots=True)
class Country:
    """Where buyers live.

    Attributes:
        currency: what they pay in.
        vat_percent: sales tax contained in the prices.
        towns: (postcode, town, region) each.
        streets: with ``{n}`` where the house number stands.
    """

    code: str
    currency: str
    vat_percent: int
    first: tuple[str, ...]
    last: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[tuple[str, str, str], ...]
    weight: int


def _country(
    code: str, currency: str, vat: int, weight: int, first: str, last: str, streets: str, towns: str
) -> Country:
    rows = tuple((code_, town, region) for code_, town, region in (row.split("|") for row in towns.split(";")))
    return Country(
        code, currency, vat, tuple(first.split()), tuple(last.split(";")), tuple(streets.split(";")), rows, weight
    )


COUNTRIES = (
    _country("DE", "EUR", 19, 40, "Anna Jürgen Zoë Lars Käthe Mehmet Sören Wiebke", "Müller;Großmann;von der Heide;Yılmaz;Krüger",
             "Lindenweg {n};Straße des 17. Juni {n};Am Hafen {n};Königsallee {n}",
             "80331|München|;20457|Hamburg|;02826|Görlitz|;50667|Köln|"),
    _country("AT", "EUR", 20, 6, "Resi Florian Magdalena", "Gruber;Öttl;Huber", "Ringstraße {n};Seeuferweg {n}",
             "1010|Wien|;6020|Innsbruck|"),
    _country("FR", "EUR", 20, 8, "Élodie François Noël Chloé", "Lefèvre;d'Aubigné;Martin", "{n} rue de l'Église;{n} bis, quai Voltaire",
             "75007|Paris|;67000|Strasbourg|;97400|Saint-Denis|La Réunion"),
    _country("IT", "EUR", 22, 5, "Giulia Niccolò Chiara", "D'Angelo;Rossi;Esposito", "Via Garibaldi {n};Calle Larga {n}",
             "30124|Venezia|VE;00184|Roma|RM"),
    _country("ES", "EUR", 21, 4, "Íñigo Begoña Lucía", "Muñoz Ibáñez;García;Ordóñez", "Calle Mayor {n}, 2º izq.;Plaça Reial {n}",
             "28013|Madrid|;08002|Barcelona|"),
    _country("NL", "EUR", 21, 5, "Sanne Jeroen Fleur", "van 't Hoff;de Vries;IJsbrand", "Prinsengracht {n};Kerkstraat {n}-II",
             "1016 HW|Amsterdam|;6211 CS|Maastricht|"),
    _country("GB", "GBP", 20, 8, "Siân Oliver Aoife Harry", "O'Neill;Smith-Jones;McAllister", "{n} Rose Lane;Flat {n}, Marine Parade",
             "SW1A 2AA|London|;BN2 1TW|Brighton|East Sussex;KW15 1ES|Kirkwall|Orkney"),
    _country("US", "USD", 0, 9, "Emily José Tyler Aaliyah", "Johnson;Nguyen;Gutierrez III", "{n} Main St;{n} W 34th St, Apt 5B",
             "10001|New York|NY;02108|Boston|MA;94103|San Francisco|CA"),
    _country("CH", "CHF", 8, 4, "Urs Céline Reto", "Brülhart;Bianchi;Zürcher", "Bahnhofstrasse {n};Rue du Lac {n}",
             "8001|Zürich|ZH;1201|Genève|GE"),
    _country("PL", "PLN", 23, 4, "Łukasz Małgorzata Żaneta", "Łódzki;Wójcik;Święch", "ul. Długa {n}/4;al. Jerozolimskie {n}",
             "00-024|Warszawa|;31-042|Kraków|"),
    _country("SE", "SEK", 25, 3, "Åsa Göran Elin", "Öberg;Ljungström;Ek", "Storgatan {n};Björkvägen {n}", "111 29|Stockholm|;903 25|Umeå|"),
    _country("HU", "HUF", 27, 2, "Ágnes Győző Csilla", "Szőke;Nagy;Kővári", "Fő utca {n};Petőfi tér {n}", "1011|Budapest|;6720|Szeged|"),
    _country("JP", "JPY", 10, 3, "美咲 蓮 陽菜", "佐藤;鈴木;渡邉", "銀座{n}丁目2-1;本町{n}-3",
             "104-0061|東京都中央区|東京都;604-8001|京都市|京都府"),
    _country("GR", "EUR", 24, 2, "Ελένη Γιώργος Δήμητρα", "Παπαδοπούλου;Νικολάου", "Λεωφόρος Νίκης {n};Ερμού {n}",
             "105 63|Αθήνα|;546 24|Θεσσαλονίκη|"),
    _country("UA", "EUR", 20, 2, "Олена Тарас", "Шевченко;Коваль", "вул. Хрещатик, {n}", "01001|Київ|;79000|Львів|"),
    _country("IL", "USD", 0, 1, "נועה יוסי", "לוי;מזרחי", "דיזנגוף {n}", "6433222|תל אביב|"),
    _country("KW", "KWD", 0, 1, "فاطمة خالد", "العلي;الصباح", "شارع الخليج {n}", "13001|الكويت|"),
)  # fmt: skip

_WEIGHTS = [country.weight for country in COUNTRIES]


@dataclass(frozen=True, slots=True)
class Buyer:
    """One invented customer."""

    external_id: str
    name: str
    email: str
    country: Country
    address: RemoteAddress


def a_buyer(random: Random, number: int) -> Buyer:
    """Buyer number ``number``; the same random state gives the same one."""
    country = random.choices(COUNTRIES, _WEIGHTS)[0]
    name = f"{random.choice(country.first)} {random.choice(country.last)}"
    postcode, town, region = random.choice(country.towns)
    address = RemoteAddress(
        name=name,
        company=random.choice(("", "", "", "", "Kontor & Söhne GmbH", "Blå Dörren AB")),
        street1=random.choice(country.streets).format(n=random.randint(1, 180)),
        city=town,
        region=region,
        postcode=postcode,
        country=country.code,
        phone=f"+49 30 23125{random.randint(100, 999)}",
    )
    return Buyer(f"buyer-{number}", name, f"buyer{number}@example.test", country, address)
