"""The Windows spooler. Unproven: written and type-checked, never run on Windows.

Label languages go over RAW, byte by byte. A PDF is drawn page by page by pdfium onto the printer's device context, since
Windows drivers do not read PDF.
"""

from __future__ import annotations

import sys

from desktop_oms.domain.errors import Unavailable
from desktop_oms.system.spool.base import EPL, PDF, ZPL, Receipt, plain_title

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class DocInfo1(ctypes.Structure):
        """DOC_INFO_1W of winspool.h."""

        _fields_ = [("name", wintypes.LPWSTR), ("output", wintypes.LPWSTR), ("datatype", wintypes.LPWSTR)]

    class DocInfo(ctypes.Structure):
        """DOCINFOW of wingdi.h."""

        _fields_ = [
            ("size", ctypes.c_int),
            ("name", wintypes.LPCWSTR),
            ("output", wintypes.LPCWSTR),
            ("datatype", wintypes.LPCWSTR),
            ("kind", wintypes.DWORD),
        ]

    def _send_raw(printer: str, title: str, data: bytes) -> int:
        """Bytes the spooler took; raises OSError when it refuses the printer or the document."""
        spool = ctypes.WinDLL("winspool.drv", use_last_error=True)
        handle = wintypes.HANDLE()
        if not spool.OpenPrinterW(printer, ctypes.byref(handle), None):
            raise ctypes.WinError(ctypes.get_last_error())
        try:
            info = DocInfo1(title, None, "RAW")
            if not spool.StartDocPrinterW(handle, 1, ctypes.byref(info)):
                raise ctypes.WinError(ctypes.get_last_error())
            sent, taken = 0, wintypes.DWORD()
            while sent < len(data):
                part = data[sent : sent + 64 * 1024]
                if not spool.WritePrinter(handle, part, len(part), ctypes.byref(taken)) or not taken.value:
                    break
                sent += taken.value
            spool.EndDocPrinter(handle)
            return sent
        finally:
            spool.ClosePrinter(handle)

    def _send_pdf(printer: str, title: str, data: bytes) -> int:
        """Draw each page in its true size; answers ``len(data)`` when every page was taken."""
        import pypdfium2

        gdi = ctypes.WinDLL("gdi32", use_last_error=True)
        gdi.CreateDCW.restype = wintypes.HDC
        context = wintypes.HDC(gdi.CreateDCW("WINSPOOL", printer, None, None))
        if not context.value:
            raise ctypes.WinError(ctypes.get_last_error())
        dots_across, dots_down = (
            gdi.GetDeviceCaps(context, 88),
            gdi.GetDeviceCaps(context, 90),
        )  # LOGPIXELSX, LOGPIXELSY
        info = DocInfo(ctypes.sizeof(DocInfo), title, None, None, 0)
        document = pypdfium2.PdfDocument(data)
        try:
            if gdi.StartDocW(context, ctypes.byref(info)) <= 0:
                raise ctypes.WinError(ctypes.get_last_error())
            for page in document:
                width, height = (round(page.get_width() / 72 * dots_across), round(page.get_height() / 72 * dots_down))
                gdi.StartPage(context)
                pypdfium2.raw.FPDF_RenderPage(context, page.raw, 0, 0, width, height, 0, pypdfium2.raw.FPDF_PRINTING)
                if gdi.EndPage(context) <= 0:
                    raise ctypes.WinError(ctypes.get_last_error())
            gdi.EndDoc(context)
        finally:
            document.close()
            gdi.DeleteDC(context)
        return len(data)

else:

    def _send_raw(_printer: str, _title: str, _data: bytes) -> int:
        raise OSError("this is not Windows")

    def _send_pdf(_printer: str, _title: str, _data: bytes) -> int:
        raise OSError("this is not Windows")


class WindowsSpooler:
    """Sends jobs to one installed Windows printer."""

    def __init__(self, printer: str) -> None:
        self._printer = printer

    def send(self, job_name: str, data: bytes, content_type: str) -> Receipt:
        """Hand the job to the spooler.

        Raises:
            Unavailable: ``printer.unreachable`` - printer unknown or spooler stopped; ``printer.half_written`` - it took only
                part of a raw job; ``printer.wrong_type`` - neither PDF nor a label language.
        """
        title = plain_title(job_name)
        senders = {PDF: _send_pdf, ZPL: _send_raw, EPL: _send_raw}
        if content_type not in senders:
            raise Unavailable("printer.wrong_type", printer=self._printer, reason=content_type, maybe_printed=False)
        try:
            sent = senders[content_type](self._printer, title, data)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Unavailable(
                "printer.unreachable", printer=self._printer, reason=reason, maybe_printed=False
            ) from error
        if sent < len(data):
            facts = {"sent": sent, "size": len(data), "maybe_printed": sent > 0}
            raise Unavailable("printer.half_written", printer=self._printer, reason="the spooler took no more", **facts)
        return Receipt(self._printer, title, sent)
