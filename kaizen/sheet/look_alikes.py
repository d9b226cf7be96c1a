"""Letters of other alphabets that look like Latin ones: they come in by copying, and nobody can see them."""

from __future__ import annotations

from kaizen.domain.cleaning import normal
from kaizen.sheet.text import quoted

_CYRILLIC = "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u043a"
_CYRILLIC_CAPITALS = "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
_GREEK = "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u03b9\u03f2"
_LATIN = str.maketrans(_CYRILLIC + _CYRILLIC_CAPITALS + _GREEK, "aeopcyxijshdqwkABEKMHOPCTYXIJSABEZHIKMNOPTYXovic")


def as_it_looks(text: str) -> str:
    """Return text with every letter that only looks Latin, wide forms too, as the Latin letter it looks like.

    Source: confusables of Unicode Technical Standard 39, those of the Cyrillic and Greek alphabets that
    cannot be told from Latin letters in a sheet.
    """
    return text if text.isascii() else normal(text.translate(_LATIN), "NFKC")


def look_alike(text: str) -> str:
    """Return what is to be asked about a code or an address with such letters; "" where it has none."""
    plain = as_it_looks(text)
    if plain == text or not plain.isascii():
        return ""
    strange = "".join(dict.fromkeys(letter for letter in text if not letter.isascii()))
    return (
        f"{quoted(text)} looks like {quoted(plain)} but has a letter of another alphabet, {strange}: "
        "please type it again."
    )
