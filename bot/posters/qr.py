"""A QR code as an SVG drawing."""

from __future__ import annotations

import importlib

from bot.papers.tools import MissingExtra

EXTRA = "papers"


def qr_svg(address: str) -> str:
    """The QR code of an address, black on white, without a quiet zone: the page around it has to leave four modules.

    Error correction level M: a poster is photographed at an angle and gets dirty.

    Raises:
        MissingExtra: without zxing-cpp.
    """
    try:
        zxing = importlib.import_module("zxingcpp")
    except ImportError as error:
        raise MissingExtra("zxing-cpp", EXTRA) from error
    return str(zxing.create_barcode(address, zxing.BarcodeFormat.QRCode, ec_level="M").to_svg(add_quiet_zones=False))
