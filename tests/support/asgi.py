"""Ask a web application in this process, without a socket."""

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - whatever is answered
        packed = self.headers.get("content-encoding") == "gzip"
        return json.loads(gzip.decompress(self.body) if packed else self.body)


@dataclass(frozen=True)
class Asked:
    """An application, asked by a host name."""

    application: Any
    host: str = "127.0.0.1:8000"

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        path, _, query = address.partition("?")
        named = {"host": self.host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        scope = {
            "type": "http",
            "method": method,
            "path": unquote_to_bytes(path).decode(errors="replace"),
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
            "scheme": "http",
            "server": ("127.0.0.1", 8000),
            "client": None,
            "http_version": "1.1",
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return] # nothing more is sent

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        # Playwright has a loop running in this thread
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, self.application(scope, receive, send)).result()
        found = {name.decode().lower(): value.decode("latin-1") for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))
