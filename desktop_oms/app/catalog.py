"""Imports every module that declares commands, so that the registry is complete."""

from desktop_oms.app import undo as undo
