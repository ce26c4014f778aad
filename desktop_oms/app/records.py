"""The records front ends may see; they live in db.records because queries make them (see docs/house.md)."""

from desktop_oms.db.records import BinRow as BinRow
from desktop_oms.db.records import HoldRow as HoldRow
from desktop_oms.db.records import MoveRow as MoveRow
from desktop_oms.db.records import OrderDetail as OrderDetail
from desktop_oms.db.records import OrderLineRow as OrderLineRow
from desktop_oms.db.records import OrderRow as OrderRow
from desktop_oms.db.records import PackLine as PackLine
from desktop_oms.db.records import PackView as PackView
from desktop_oms.db.records import PrintJobRow as PrintJobRow
from desktop_oms.db.records import QuerySpec as QuerySpec
from desktop_oms.db.records import QueueRow as QueueRow
from desktop_oms.db.records import ScanVerdict as ScanVerdict
from desktop_oms.db.records import SearchHit as SearchHit
from desktop_oms.db.records import ShipmentRow as ShipmentRow
from desktop_oms.db.records import StockDetail as StockDetail
from desktop_oms.db.records import StockRow as StockRow
from desktop_oms.db.records import TimelineEntry as TimelineEntry
from desktop_oms.db.records import Whereabouts as Whereabouts
