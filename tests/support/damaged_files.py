"""Damage to the bytes of files, for the tests of `make fuzz`."""

import io
import os
import random
import zipfile

SECONDS = float(os.environ.get("SITMAP_FUZZ_S", "60"))
# a file of some kilobytes takes a fraction of a second; the machine may be busy
LONGEST_S = 20.0
# what breaks readers: ends of formats, large and odd numbers, control characters, marks of encodings
BREAKING = [
    *(b"", b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b'"', b"'", b";", b",", b"\t", b"[", b"{", b"<!--"),
    *(b"9" * 5000, b"1e999", b"-0", b"NaN", b"null", b"true", b"[]", b"{}", b"[" * 3000, b"0001-01-01", b"9999-12-31"),
    *(b"\xed\xa0\x80", b"\\ud800", "\u202e".encode(), "İ".encode(), b"=1+1", b"&x;", b"%00", b"../", b"\n\n"),
]  # fmt: skip


def archive(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(name, content)
    return made.getvalue()


def damaged(raw: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 4)):
        at, length = rng.randint(0, len(raw)), rng.choice([0, 1, 1, 4, 40])
        new = rng.choice([*BREAKING, rng.randbytes(length), raw[at : at + length] * rng.choice([2, 50])])
        raw = raw[:at] + new + raw[at + length :]
    return raw[: rng.randint(0, len(raw))] if rng.random() < 0.1 else raw
