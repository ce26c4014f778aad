"""Who we are and where goods lie: companies, brands, warehouses with their calendar, bins, packing stations, cartons."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from desktop_oms.db.schema.base import check, not_negative, state_table
from desktop_oms.db.schema.types import blob, day, flag, json_column, number, one_of, ref, words

BIN_PURPOSES = ("pick", "reserve", "receiving", "staging", "packing", "quarantine", "returns", "damaged")

company = state_table(
    "company",
    words("name", default=None),
    words("legal_name"),
    words("vat_no"),
    words("street"),
    words("postcode"),
    words("city"),
    words("country"),
    words("email"),
    words("phone"),
    words("currency", default="EUR"),
    flag("is_active", default=True),
    aggregate=("company", "id"),
)

# The sender on paper. Addresses here are the business's own, not personal data.
brand = state_table(
    "brand",
    ref("company_id", "company", index=True),
    words("name", default=None),
    words("legal_name"),
    words("street"),
    words("postcode"),
    words("city"),
    words("country"),
    words("email"),
    words("phone"),
    words("hours"),
    words("returns_url"),
    number("return_days", default=30),
    json_column("footer", default="[]"),
    blob("logo"),
    flag("is_active", default=True),
    aggregate=("brand", "id"),
)

# ``calendar``: {"weekdays": [0..6]} with Monday 0; ``handling_days`` are working days from payment to ship-by.
warehouse = state_table(
    "warehouse",
    ref("company_id", "company", index=True),
    words("code", default=None),
    words("name", default=None),
    words("timezone", default="UTC"),
    words("street"),
    words("postcode"),
    words("city"),
    words("region"),
    words("country"),
    number("handling_days", default=1),
    json_column("calendar", default='{"weekdays":[0,1,2,3,4]}'),
    flag("is_active", default=True),
    UniqueConstraint("code"),
    *not_negative("handling_days"),
    aggregate=("warehouse", "id"),
)

# Last minute of the day (warehouse clock, minutes after midnight) for a carrier and service; '' means any.
warehouse_cutoff = state_table(
    "warehouse_cutoff",
    ref("warehouse_id", "warehouse"),
    number("weekday"),
    words("carrier"),
    words("service"),
    number("cutoff_minute"),
    UniqueConstraint("warehouse_id", "weekday", "carrier", "service"),
    check("weekday_of_week", "weekday BETWEEN 0 AND 6"),
    check("minute_of_day", "cutoff_minute BETWEEN 0 AND 1439"),
    aggregate=("warehouse", "warehouse_id"),
)

warehouse_holiday = state_table(
    "warehouse_holiday",
    ref("warehouse_id", "warehouse"),
    day("day_on", null=False),
    words("name"),
    UniqueConstraint("warehouse_id", "day_on"),
    aggregate=("warehouse", "warehouse_id"),
)

# ``sort_key`` is the natural order (A-2 before A-10); ``code_key`` the folded code that scans are matched with.
bin_ = state_table(
    "bin",
    ref("warehouse_id", "warehouse"),
    words("code", default=None),
    words("code_key", default=None),
    words("sort_key", default=None),
    words("zone"),
    one_of("purpose", BIN_PURPOSES, default="pick"),
    flag("is_blocked"),
    flag("is_active", default=True),
    UniqueConstraint("warehouse_id", "code_key"),
    aggregate=("bin", "id"),
)
bin_.info["undo"] = "if_unused"

station = state_table(
    "station",
    ref("warehouse_id", "warehouse", index=True),
    ref("staging_bin_id", "bin", null=True),
    words("name", default=None),
    words("code", default=None),
    json_column("settings"),
    flag("is_active", default=True),
    UniqueConstraint("code"),
    aggregate=("station", "id"),
)

carton = state_table(
    "carton",
    words("code", default=None),
    words("name"),
    number("length_mm", null=True),
    number("width_mm", null=True),
    number("height_mm", null=True),
    number("weight_g", default=0),
    number("max_weight_g", null=True),
    flag("is_active", default=True),
    UniqueConstraint("code"),
    *not_negative("weight_g"),
    aggregate=("carton", "id"),
)
