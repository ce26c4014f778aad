"""Imports every module that declares commands, so that the registry is complete."""

from desktop_oms.app import allocation as allocation
from desktop_oms.app import mapping as mapping
from desktop_oms.app import products as products
from desktop_oms.app import stock as stock
from desktop_oms.app import stock_import as stock_import
from desktop_oms.app import undo as undo

