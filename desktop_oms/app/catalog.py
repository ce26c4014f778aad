"""Imports every module that declares commands, so that the registry is complete."""

from desktop_oms.app import allocation as allocation
from desktop_oms.app import dispatch as dispatch
from desktop_oms.app import dispatch_orders as dispatch_orders
from desktop_oms.app import holds as holds
from desktop_oms.app import leases as leases
from desktop_oms.app import mapping as mapping
from desktop_oms.app import outbox as outbox
from desktop_oms.app import packing as packing
from desktop_oms.app import print_jobs as print_jobs
from desktop_oms.app import products as products
from desktop_oms.app import release as release
from desktop_oms.app import setup as setup
from desktop_oms.app import stock as stock
from desktop_oms.app import stock_import as stock_import
from desktop_oms.app import undo as undo
from desktop_oms.app.intake import orders as orders
from desktop_oms.app.intake import runs as runs
