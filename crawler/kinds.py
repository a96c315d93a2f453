"""Kinds of files that are never fetched: they hold no text that a person could use to handle a matter."""

from __future__ import annotations

from posixpath import splitext
from urllib.parse import urlsplit

#: Films, sound, pictures, fonts, styles, scripts and programs. Scripts are run by the browser where a page needs them.
NEVER_FETCHED = frozenset(
    (
        ".mp4 .flv .avi .wmv .mov .mkv .rm .rmvb .mpg .mpeg .webm .m3u8 .ts .mp3 .wav .wma .ogg .aac .m4a .swf "
        ".jpg .jpeg .png .gif .bmp .ico .svg .webp .tif .tiff .psd "
        ".css .js .mjs .map .woff .woff2 .ttf .eot .otf "
        ".exe .msi .apk .ipa .dmg .iso .bin .dll .cab .jar .deb .rpm .torrent"
    ).split()
)
LONGEST_URL = 2000


def unsupported(url: str) -> str:
    """Why a URL is never fetched, judged by its text: ``type .mp4`` or ``length``; empty when it may be."""
    if len(url) > LONGEST_URL:
        return "length"
    extension = splitext(urlsplit(url).path)[1].lower()
    return f"type {extension}" if extension in NEVER_FETCHED else ""
