"""The application identifiers of GS1: how long each field is and what may stand in it.

Data only. Source: GS1 General Specifications, section 3.2 (figure 3.2-1), and section 7.8.5 for the lengths that need no
separator. Where one row stands for ten (310n), the digit is the number of decimals.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AiRule:
    """One application identifier.

    Attributes:
        ai: 2 to 4 digits; ``n`` stands for any digit.
        title: GS1's short name.
        minimum, maximum: length of the value in characters.
        digits: so many leading characters must be digits.
        checked: length of the leading number that ends in a check digit, 0 for none.
        is_date: YYMMDD.
    """

    ai: str
    title: str
    minimum: int
    maximum: int
    digits: int
    checked: int = 0
    is_date: bool = False


def _number(ai: str, title: str, length: int, checked: int = 0) -> AiRule:
    return AiRule(ai, title, length, length, length, checked)


def _number_up_to(ai: str, title: str, maximum: int, minimum: int = 1) -> AiRule:
    return AiRule(ai, title, minimum, maximum, maximum)


def _text(ai: str, title: str, maximum: int, digits: int = 0, checked: int = 0) -> AiRule:
    return AiRule(ai, title, max(1, digits), maximum, digits, checked)


def _date(ai: str, title: str) -> AiRule:
    return AiRule(ai, title, 6, 6, 6, is_date=True)


_RULES = (
    _number("00", "SSCC", 18, 18),
    _number("01", "GTIN", 14, 14),
    _number("02", "CONTENT", 14, 14),
    _number("03", "MTO GTIN", 14, 14),
    _text("10", "BATCH/LOT", 20),
    _date("11", "PROD DATE"),
    _date("12", "DUE DATE"),
    _date("13", "PACK DATE"),
    _date("15", "BEST BEFORE"),
    _date("16", "SELL BY"),
    _date("17", "USE BY"),
    _number("20", "VARIANT", 2),
    _text("21", "SERIAL", 20),
    _text("22", "CPV", 20),
    _text("235", "TPX", 28),
    _text("240", "ADDITIONAL ID", 30),
    _text("241", "CUST. PART No.", 30),
    _number_up_to("242", "MTO VARIANT", 6),
    _text("243", "PCN", 20),
    _text("250", "SECONDARY SERIAL", 30),
    _text("251", "REF. TO SOURCE", 30),
    _text("253", "GDTI", 30, digits=13, checked=13),
    _text("254", "GLN EXTENSION", 20),
    AiRule("255", "GCN", 13, 25, 25, 13),
    _number_up_to("30", "VAR. COUNT", 8),
    _number_up_to("37", "COUNT", 8),
    *(_number(f"{ai}n", f"MEASURE {ai}", 6) for ai in (*range(310, 317), *range(320, 338), *range(340, 370))),
    _number_up_to("390n", "AMOUNT", 15),
    AiRule("391n", "AMOUNT", 4, 18, 18),
    _number_up_to("392n", "PRICE", 15),
    AiRule("393n", "PRICE", 4, 18, 18),
    _number("394n", "PRCNT OFF", 4),
    _number("395n", "PRICE/UoM", 6),
    _text("400", "ORDER NUMBER", 30),
    _text("401", "GINC", 30),
    _number("402", "GSIN", 17, 17),
    _text("403", "ROUTE", 30),
    *(_number(str(ai), "LOC No.", 13, 13) for ai in range(410, 418)),
    _text("420", "SHIP TO POST", 20),
    _text("421", "SHIP TO POST", 12, digits=3),
    _number("422", "ORIGIN", 3),
    AiRule("423", "COUNTRY - INITIAL PROCESS", 3, 15, 15),
    _number("424", "COUNTRY - PROCESS", 3),
    AiRule("425", "COUNTRY - DISASSEMBLY", 3, 15, 15),
    _number("426", "COUNTRY - FULL PROCESS", 3),
    _text("427", "ORIGIN SUBDIVISION", 3),
    _text("430n", "SHIP TO", 70),
    _text("431n", "SHIP TO", 70),
    _text("432n", "SHIP", 35),
    _number("7001", "NSN", 13),
    _text("7002", "MEAT CUT", 30),
    _number("7003", "EXPIRY TIME", 10),
    _number_up_to("7004", "ACTIVE POTENCY", 4),
    _text("7005", "CATCH AREA", 12),
    _date("7006", "FIRST FREEZE DATE"),
    AiRule("7007", "HARVEST DATE", 6, 12, 12),
    _text("7008", "AQUATIC SPECIES", 3),
    _text("7020", "REFURB LOT", 20),
    _text("7021", "FUNC STAT", 20),
    _text("7022", "REV STAT", 20),
    _text("7023", "GIAI - ASSEMBLY", 30),
    _text("703n", "PROCESSOR", 30, digits=3),
    *(_text(str(ai), "NHRN", 20) for ai in range(710, 717)),
    _number("8001", "DIMENSIONS", 14),
    _text("8002", "CMT No.", 20),
    _text("8003", "GRAI", 30, digits=14, checked=14),
    _text("8004", "GIAI", 30),
    _number("8005", "PRICE PER UNIT", 6),
    _number("8006", "ITIP", 18, 14),
    _text("8007", "IBAN", 34),
    AiRule("8008", "PROD TIME", 8, 12, 12),
    _text("8009", "OPTSEN", 50),
    _text("8010", "CPID", 30),
    _number_up_to("8011", "CPID SERIAL", 12),
    _text("8012", "VERSION", 20),
    _text("8013", "GMN", 25),
    _number("8017", "GSRN - PROVIDER", 18, 18),
    _number("8018", "GSRN - RECIPIENT", 18, 18),
    _number_up_to("8019", "SRIN", 10),
    _text("8020", "REF No.", 25),
    _number("8026", "ITIP CONTENT", 18, 14),
    _text("8110", "COUPON", 70),
    _number("8111", "POINTS", 4),
    _text("8112", "COUPON", 70),
    _text("8200", "PRODUCT URL", 70),
    _text("90", "INTERNAL", 30),
    *(_text(str(ai), "INTERNAL", 90) for ai in range(91, 100)),
)

# Figure 7.8.5-2: identifiers beginning like this have a length known beforehand and need no separator behind them.
_FIXED_PREFIXES = frozenset(
    {"00", "01", "02", "03", "04", *map(str, range(11, 21)), "31", "32", "33", "34", "35", "36", "41"}
)


def _spread(rule: AiRule) -> dict[str, AiRule]:
    if not rule.ai.endswith("n"):
        return {rule.ai: rule}
    return {rule.ai[:-1] + str(digit): rule for digit in range(10)}


RULES: dict[str, AiRule] = {ai: spread for rule in _RULES for ai, spread in _spread(rule).items()}


def rule_at(text: str, start: int = 0) -> tuple[str, AiRule] | None:
    """The identifier that begins at ``start`` and its rule; None if no identifier does. No identifier begins another."""
    for length in (2, 3, 4):
        ai = text[start : start + length]
        if ai in RULES:
            return ai, RULES[ai]
    return None


def needs_separator(ai: str) -> bool:
    """True if a field of this identifier must be closed by FNC1 when another follows."""
    return ai[:2] not in _FIXED_PREFIXES
