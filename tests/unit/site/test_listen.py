"""Listening: what is no HTTP, what is too much, what is too slow, what is taken already."""

import asyncio
import socket
from collections.abc import AsyncGenerator

import pytest
from aiohttp import web

from bot.adapters.site import listen
from bot.adapters.site.listen import listening
from bot.core.errors import SetupError

FINE = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def an_app() -> web.Application:
    async def home(_: web.Request) -> web.Response:
        return web.Response(text="here")

    async def take(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    app = web.Application(client_max_size=listen.MOST_BODY)
    app.add_routes([web.get("/", home), web.post("/", take)])
    return app


@pytest.fixture
async def port() -> AsyncGenerator[int]:
    async with listening(an_app(), "127.0.0.1", 0) as port:
        yield port


async def said(port: int, raw: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(raw)
        async with asyncio.timeout(30):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize(
    "raw",
    [
        b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /canary\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\ncanary canary\r\n\r\n",
        b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\ncanary",
        b"GET /" + b"a" * 5_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-Canary: " + b"a" * 5_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(65)) + b"\r\n",
        b"\r\n" * 10 + b"canary\r\n\r\n",
    ],
)
async def test_what_is_no_request_is_refused_in_as_few_words_as_possible(
    port: int, raw: bytes
) -> None:
    answer = await said(port, raw)

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))
    assert b"nosniff" in head
    assert b"aiohttp" not in head
    assert body == b""
    assert b"200 OK" in await said(port, FINE)


async def test_a_body_that_is_too_large_is_refused(port: int) -> None:
    size = listen.MOST_BODY + 1
    head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % size

    assert b" 413 " in await said(port, head + b"a" * size)
    assert b"200 OK" in await said(port, FINE)


async def test_who_never_finishes_a_request_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "PATIENCE", 0.3)
    async with listening(an_app(), "127.0.0.1", 0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\n")

        async def drip() -> None:
            while True:
                await asyncio.sleep(0.05)
                writer.write(b"X-Slow: y\r\n")

        dripping = asyncio.create_task(drip())
        async with asyncio.timeout(30):
            assert await reader.read() == b""
        dripping.cancel()
        writer.close()


async def test_nobody_takes_all_the_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "MOST_CONNECTIONS", 5)
    async with listening(an_app(), "127.0.0.1", 0) as port:
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
        await asyncio.sleep(0.1)

        refused = await said(port, FINE)
        for _, writer in idle:
            writer.close()
        answer = b""
        for _ in range(500):  # until the server has noticed
            answer = await said(port, FINE)
            if b"200 OK" in answer:
                break
            await asyncio.sleep(0.01)

        assert refused.startswith(b"HTTP/1.1 503")
        assert b"Retry-After: 5" in refused
        assert b"200 OK" in answer


async def test_an_idle_reader_does_not_hold_up_the_end() -> None:
    loop = asyncio.get_running_loop()
    async with listening(an_app(), "127.0.0.1", 0) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.sleep(0.1)
        began = loop.time()
    assert loop.time() - began < 10
    writer.close()


async def test_a_port_in_use_is_one_sentence_with_the_fix() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]

        with pytest.raises(SetupError, match=rf"Port {number} on 127\.0\.0\.1 is in use; .*PORT="):
            async with listening(an_app(), "127.0.0.1", number):
                pass


@pytest.mark.parametrize("host", ["203.0.113.7", "::ffff:203.0.113.7"])
async def test_an_address_of_another_machine_is_one_sentence(host: str) -> None:
    with pytest.raises(SetupError, match="HOST"):
        async with listening(an_app(), host, 0):
            pass
