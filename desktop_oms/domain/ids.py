"""Typed ids. All are 64-bit integers unique over the whole database; the type says what they point at."""

from __future__ import annotations

from typing import NewType

CompanyId = NewType("CompanyId", int)
WarehouseId = NewType("WarehouseId", int)
BinId = NewType("BinId", int)
StationId = NewType("StationId", int)
UserId = NewType("UserId", int)
ChannelId = NewType("ChannelId", int)
CustomerId = NewType("CustomerId", int)
AddressId = NewType("AddressId", int)
VariantId = NewType("VariantId", int)
OrderId = NewType("OrderId", int)
OrderLineId = NewType("OrderLineId", int)
DemandId = NewType("DemandId", int)
ShipmentId = NewType("ShipmentId", int)
ShipmentLineId = NewType("ShipmentLineId", int)
ParcelId = NewType("ParcelId", int)
DocumentId = NewType("DocumentId", int)
PrintJobId = NewType("PrintJobId", int)
UndoGroupId = NewType("UndoGroupId", int)
