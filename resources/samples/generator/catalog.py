"""What "Harbor & Pine" sells: 40 articles and kits, their barcodes, bins and how much lies there.

All invented. Barcodes begin with 952, the GS1 prefix for examples, which no real article has.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """price in EUR cents, weight in grams, size in mm; ``kit`` pairs SKU and pieces."""

    sku: str
    title: str
    option: str
    price: int
    weight: int
    size: tuple[int, int, int]
    bin: str
    cost: int
    pack: int = 0
    kit: tuple[tuple[str, int], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.title} - {self.option}" if self.option else self.title


def _check(body: str) -> str:
    total = 0
    for place, digit in enumerate(body[::-1]):
        total += int(digit) * (1 if place % 2 else 3)
    return str((10 - total % 10) % 10)


def ean13(number: int) -> str:
    body = f"95200000{number:04d}"
    return body + _check(body)


def case_code(number: int) -> str:
    body = f"195200000{number:04d}"
    return body + _check(body)


MUG = (110, 85, 95)
BAG = (160, 80, 60)
TIN = (75, 75, 110)
ARTICLES: tuple[Article, ...] = (
    Article("MUG-300-MOS", "Stoneware mug 300 ml", "Moss", 1800, 380, MUG, "A-03-2", 610, pack=6),
    Article("MUG-300-SAG", "Stoneware mug 300 ml", "Sage", 1800, 380, MUG, "A-03-3", 610, pack=6),
    Article("MUG-300-CLA", "Stoneware mug 300 ml", "Clay", 1800, 380, MUG, "A-03-4", 610, pack=6),
    Article("MUG-300-NIG", "Stoneware mug 300 ml", "Night blue", 1800, 380, MUG, "A-03-5", 610, pack=6),
    Article("MUG-080-MOS", "Espresso cup 80 ml", "Moss", 1150, 160, (70, 60, 60), "A-04-1", 390, pack=12),
    Article("MUG-080-NIG", "Espresso cup 80 ml", "Night blue", 1150, 160, (70, 60, 60), "A-04-2", 390, pack=12),
    Article("BOW-500-MOS", "Breakfast bowl 500 ml", "Moss", 2200, 520, (150, 150, 70), "A-05-1", 740),
    Article("BOW-500-CLA", "Breakfast bowl 500 ml", "Clay", 2200, 520, (150, 150, 70), "A-05-2", 740),
    Article("PLA-210-SAG", "Side plate 21 cm", "Sage", 1600, 430, (210, 210, 20), "A-05-3", 520),
    Article("PLA-270-SAG", "Dinner plate 27 cm", "Sage", 2400, 720, (270, 270, 25), "A-05-4", 830),
    Article("KET-09-BLK", "Gooseneck kettle 0.9 L", "matte black", 11900, 1250, (290, 160, 200), "B-02-1", 5200),
    Article("KET-09-WHT", "Gooseneck kettle 0.9 L", "matte white", 11900, 1250, (290, 160, 200), "B-02-2", 5200),
    Article("DRI-02-WHT", "Pour-over dripper 02", "matte white", 2700, 410, (120, 120, 100), "A-02-1", 980),
    Article("DRI-02-BLK", "Pour-over dripper 02", "matte black", 2700, 410, (120, 120, 100), "A-02-2", 980),
    Article("FIL-02-100", "Paper filters No. 2", "100 pcs", 790, 120, (170, 120, 50), "A-01-4", 240, pack=10),
    Article("FIL-04-100", "Paper filters No. 4", "100 pcs", 890, 140, (190, 140, 50), "A-01-5", 270, pack=10),
    Article("CAR-06", "Carafe 0.6 L", "borosilicate", 3400, 430, (130, 130, 170), "B-03-2", 1250),
    Article("GRI-WAL", "Hand grinder", "walnut", 18900, 620, (180, 60, 60), "B-01-3", 8400),
    Article("SCA-01-BLK", "Coffee scale 0.1 g", "USB-C", 6900, 480, (160, 130, 30), "B-04-1", 2900),
    Article("TAM-58", "Tamper 58 mm", "oak", 4200, 510, (90, 60, 60), "B-04-2", 1800),
    Article("COF-YIR-250", "Yirgacheffe Kochere", "whole bean 250 g", 1240, 262, BAG, "C-01-1", 560, pack=12),
    Article("COF-YIR-1000", "Yirgacheffe Kochere", "whole bean 1 kg", 4350, 1020, (240, 130, 80), "C-02-2", 2010),
    Article("COF-HUI-250", "Huila Pitalito", "whole bean 250 g", 1190, 262, BAG, "C-01-2", 530, pack=12),
    Article("COF-SID-1000", "Sidama natural", "whole bean 1 kg", 4150, 1020, (240, 130, 80), "C-02-1", 1930),
    Article("COF-DEC-250", "Decaf Sierra Nevada", "ground 250 g", 1290, 262, BAG, "C-01-6", 590, pack=12),
    Article("COF-ESP-250", "House espresso", "whole bean 250 g", 1090, 262, BAG, "C-01-7", 470, pack=12),
    Article("TEA-SEN-80", "Sencha Uji, first flush", "80 g tin", 1650, 150, TIN, "C-04-1", 720),
    Article("TEA-ASS-100", "Assam second flush", "100 g tin", 1350, 170, TIN, "C-04-3", 540),
    Article("TEA-MAT-30", "Matcha ceremonial", "30 g tin", 2900, 90, (60, 60, 70), "C-04-5", 1340),
    Article("TEA-HOJ-80", "Hojicha roasted", "80 g tin", 1450, 150, TIN, "C-04-6", 610),
    Article("HON-LIN-250", "Linden honey", "250 g jar", 890, 420, (75, 75, 90), "C-05-1", 380),
    Article("CHO-72-70", "Dark chocolate 72 %", "70 g bar", 560, 78, (160, 80, 10), "C-05-2", 210, pack=20),
    Article("NOT-A5-SLA", "Dot-grid notebook A5", "slate", 1800, 310, (210, 148, 15), "D-01-1", 560),
    Article("NOT-A5-OCH", "Dot-grid notebook A5", "ochre", 1800, 310, (210, 148, 15), "D-01-2", 560),
    Article("TOW-IND", "Linen tea towel", "indigo stripe", 1600, 110, (200, 150, 20), "D-02-2", 520),
    Article("TOW-NAT", "Linen tea towel", "natural", 1600, 110, (200, 150, 20), "D-02-3", 520),
    Article("TRA-OAK-40", "Serving tray 40 cm", "oak", 4900, 1150, (400, 280, 40), "D-03-1", 2100),
    Article("KIT-FIRST", 'Brew kit "First cup"', "", 4200, 0, (0, 0, 0), "", 0,
            kit=(("DRI-02-WHT", 1), ("FIL-02-100", 1), ("COF-HUI-250", 1))),
    Article("KIT-MUG4-NIG", "Mug set of 4", "Night blue", 6400, 0, (0, 0, 0), "", 0, kit=(("MUG-300-NIG", 4),)),
    Article("KIT-TEA3", "Tea sampler", "three tins", 3950, 0, (0, 0, 0), "", 0,
            kit=(("TEA-SEN-80", 1), ("TEA-ASS-100", 1), ("TEA-HOJ-80", 1))),
)  # fmt: skip
BY_SKU = {article.sku: article for article in ARTICLES}

# Articles with less on the shelf than is ordered: pieces there are.
SHORT = {"MUG-300-CLA": 3, "KET-09-WHT": 1, "TOW-IND": 0, "TEA-MAT-30": 2}
# Food is kept by lot.
LOTS = {
    "COF-YIR-250": (("L2510-03", "2027-02-28"), ("L2511-07", "2027-04-30")),
    "COF-YIR-1000": (("L2511-02", "2027-04-30"),),
    "COF-HUI-250": (("L2511-09", "2027-05-31"),),
    "COF-SID-1000": (("L2509-11", "2027-01-31"),),
    "COF-DEC-250": (("L2510-14", "2027-03-31"),),
    "COF-ESP-250": (("L2511-15", "2027-05-31"),),
    "TEA-SEN-80": (("S26-04", "2027-06-30"),),
    "TEA-ASS-100": (("A26-02", "2028-01-31"),),
    "TEA-MAT-30": (("M26-05", "2027-03-31"),),
    "TEA-HOJ-80": (("H26-01", "2027-09-30"),),
    "HON-LIN-250": (("HL26", "2028-08-31"),),
    "CHO-72-70": (("C72-19", "2027-07-31"),),
}


def number_of(sku: str) -> int:
    """Position in the catalog, from 1; the article's number inside its barcodes."""
    return 1 + next(place for place, article in enumerate(ARTICLES) if article.sku == sku)
