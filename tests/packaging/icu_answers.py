"""Print what Qt's ICU library answers, as JSON; test_shrink.py compares it for two sets of data."""

from __future__ import annotations

import ctypes
import functools
import json
import re
from pathlib import Path

from PySide6.QtCore import QCollator, QDateTime, QLocale, QTimeZone

WORDS = (
    "z å ä ö ø æ aa ü ue ß ss ñ ll ch c é e ð þ ź ż я ё ы 中 文 国 あ ア い 한 국 א ש ع ب 10 2 a-b ab "
    "öl ol Mueller Müller Muller ő o ı i İ I w v W"
).split()
#: What the web calls the character sets that texts from other programs may be in.
CHARSETS = (
    "utf-8 ibm866 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 "
    "iso-8859-9 iso-8859-10 iso-8859-11 iso-8859-13 iso-8859-14 iso-8859-15 koi8-r koi8-u macintosh "
    "x-mac-cyrillic windows-874 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 "
    "windows-1255 windows-1256 windows-1257 windows-1258 gbk gb2312 gb18030 big5 big5-hkscs euc-jp "
    "shift_jis windows-31j euc-kr ks_c_5601-1987 utf-16 utf-32 ibm437 ibm850 ibm852"
).split()
ESCAPED = {
    "iso-2022-jp": "日本語 abc".encode("iso2022_jp"),
    "iso-2022-kr": "한국 abc".encode("iso2022_kr"),
    "hz-gb-2312": "中文 abc".encode("hz"),
}
BYTES = bytes(range(32, 256)) + bytes(
    byte for lead in range(0x81, 0xFF) for trail in (0x41, 0xA1, 0xFE) for byte in (lead, trail)
)
SUMMER_S = 1_782_900_000


def main() -> None:
    maps = Path("/proc/self/maps").read_text(encoding="utf-8")
    found = re.search(r"/\S*libicuuc\.so\.(\d+)", maps)
    assert found is not None
    library, version = ctypes.CDLL(found[0]), found[1]
    charsets = dict.fromkeys(CHARSETS, BYTES) | ESCAPED
    answers: dict[str, object] = {
        "sorted": {
            code: _sorted(QLocale(code), ["z", *"åäöæø"], is_numeric=False) for code in ("sv", "da")
        },
        "all": {locale.name(): _sorted(locale, WORDS, is_numeric=True) for locale in _locales()},
        "offsets": [
            QTimeZone(name).offsetFromUtc(QDateTime.fromSecsSinceEpoch(SUMMER_S))
            for name in QTimeZone.availableTimeZoneIds()
        ],
        "read": {name: _read(library, version, name, text) for name, text in charsets.items()},
        "library": re.findall(r"/\S*libicudata\S*", maps)[0],
    }
    print(json.dumps(answers))


def _locales() -> list[QLocale]:
    return QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    )


def _sorted(locale: QLocale, words: list[str], *, is_numeric: bool) -> str:
    collator = QCollator(locale)
    collator.setNumericMode(is_numeric)
    return " ".join(sorted(words, key=functools.cmp_to_key(collator.compare)))


def _read(library: ctypes.CDLL, version: str, charset: str, text: bytes) -> list[str | int]:
    """Return ICU's status, the text, and the bytes that it makes of the text again, as hex."""
    status = ctypes.c_int(0)
    opening = getattr(library, f"ucnv_open_{version}")
    opening.restype = ctypes.c_void_p
    converter = ctypes.c_void_p(opening(charset.encode(), ctypes.byref(status)))
    if converter.value is None:
        return [status.value]
    space = 4 * len(text)
    units, bytes_again = (ctypes.c_uint16 * space)(), ctypes.create_string_buffer(space)
    decode, encode = (
        getattr(library, f"ucnv_{name}_{version}") for name in ("toUChars", "fromUChars")
    )
    status = ctypes.c_int(0)
    count = decode(converter, units, space, text, len(text), ctypes.byref(status))
    again = encode(converter, bytes_again, space, units, count, ctypes.byref(status))
    read = bytes(units)[: 2 * count].decode("utf-16-le", "replace")
    return [status.value, read, bytes_again.raw[:again].hex()]


if __name__ == "__main__":
    main()
