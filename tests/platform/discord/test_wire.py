"""The connections by which presses are answered, against servers that answer in every way."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.adapters.discord import wire
from bot.adapters.discord.wire import Wire

JSON = "application/json"
NOTHING = b"HTTP/1.1 204 No Content\r\n\r\n"

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def served(
    serve: Serve, *, at_most: int = 10, tls: ssl.SSLContext | None = None
) -> AsyncGenerator[Wire]:
    """Open a server that does ``serve`` with each connection, and a wire to it."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (OSError, EOFError):
            pass  # the wire let go
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    scheme = "http" if tls is None else "https"
    line = Wire(f"{scheme}://127.0.0.1:{port}/api/", agent="Bot (here, 1)", at_most=at_most)
    try:
        yield line
    finally:
        line.close()
        server.close()
        await server.wait_closed()


def answering(*answers: bytes, heard: list[bytes] | None = None) -> Serve:
    """Give one answer to each request of a connection, then hang up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split()[0])
            body = await reader.readexactly(length)
            if heard is not None:
                heard.append(head + body)
            writer.write(answer)
            await writer.drain()

    return serve


async def test_one_connection_serves_one_request_after_another() -> None:
    heard: list[bytes] = []
    refusal = b'HTTP/1.1 404 Not Found\r\nContent-Length: 14\r\n\r\n{"code":10062}'
    async with served(answering(NOTHING, refusal, heard=heard)) as line:
        first = await line.ask("POST", "/interactions/1/t/callback", b'{"type":6}', JSON)
        second = await line.ask("DELETE", "/webhooks/2/t/messages/@original", b"", JSON)

    assert (first, second) == ((204, b""), (404, b'{"code":10062}'))
    assert heard[0].startswith(b"POST /api/interactions/1/t/callback HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nUser-Agent: Bot (here, 1)\r\nContent-Type: application/json\r\n" in heard[0]
    assert heard[0].endswith(b'\r\nContent-Length: 10\r\n\r\n{"type":6}')
    assert heard[1].startswith(b"DELETE /api/webhooks/2/t/messages/@original HTTP/1.1\r\n")


async def test_an_answer_in_chunks_and_after_a_hint_is_read_whole() -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n1\r\n \r\n0\r\n\r\n"
    async with served(answering(hint + chunks)) as line:
        assert await line.ask("PATCH", "/x", b"{}", JSON) == (200, b"{} ")


async def test_a_connection_that_the_other_side_closes_is_replaced() -> None:
    bye = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
    async with served(answering(bye)) as line:
        answers = [await line.ask("POST", "/x", b"", JSON) for _ in range(3)]

    assert answers == [(200, b"{}")] * 3


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", b"SSH-2\r\n"]
)
async def test_an_answer_that_is_cut_or_none_is_an_error_and_the_next_has_a_new_connection(
    answer: bytes,
) -> None:
    heard: list[bytes] = []
    both = iter([answering(answer, heard=heard), answering(NOTHING, heard=heard)])

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await next(both)(reader, writer)

    async with served(serve) as line:
        with pytest.raises(OSError):
            await line.ask("POST", "/x", b"", JSON)

        assert await line.ask("POST", "/x", b"", JSON) == (204, b"")
    assert len(heard) == 2


async def test_what_is_never_answered_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LONGEST", 0.05)
    monkeypatch.setattr(wire, "_LOOK", 0.02)
    async with served(answering(b"", NOTHING)) as line:  # the first request hears nothing
        with pytest.raises(TimeoutError):
            await line.ask("POST", "/x", b"", JSON)


async def test_a_port_where_nobody_listens_is_an_error() -> None:
    async with served(answering()) as line:
        pass

    with pytest.raises(OSError):
        await line.ask("POST", "/x", b"", JSON)


async def test_odd_characters_in_a_path_say_nothing_more_than_a_path() -> None:
    heard: list[bytes] = []
    async with served(answering(NOTHING, heard=heard)) as line:
        await line.ask("POST", "/a b\r\nEvil: 1\r\n\r\né", b"", JSON)

    assert heard[0].startswith(b"POST /api/a%20b%0D%0AEvil%3A%201%0D%0A%0D%0A%C3%A9 HTTP/1.1\r\n")
    assert b"\nEvil" not in heard[0]


async def test_many_share_a_few_connections_and_each_gets_its_own_answer() -> None:
    connections = 0

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while True:
            path = (await reader.readuntil(b"\r\n\r\n")).split()[1]
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(path), path))

    async with served(echo, at_most=3) as line:
        answers = await asyncio.gather(
            *(line.ask("POST", f"/{number}", b"", JSON) for number in range(50))
        )

    assert answers == [(200, b"/api/%d" % number) for number in range(50)]
    assert connections == 3


async def test_whoever_asks_in_vain_leaves_no_answer_to_the_next() -> None:
    asked, go = asyncio.Event(), asyncio.Event()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1]
        asked.set()
        await go.wait()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(path), path))

    async with served(slow, at_most=1) as line:
        gone = asyncio.create_task(line.ask("POST", "/gone", b"", JSON))
        await asked.wait()
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        go.set()

        assert await line.ask("POST", "/next", b"", JSON) == (200, b"/api/next")


async def test_the_other_side_must_be_who_it_says_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, theirs = _certificate(tmp_path)
    async with served(answering(NOTHING), tls=theirs) as line:
        with pytest.raises(ssl.SSLCertVerificationError):
            await line.ask("POST", "/x", b"", JSON)

    monkeypatch.setenv("SSL_CERT_FILE", str(known))
    async with served(answering(NOTHING), tls=theirs) as line:
        assert await line.ask("POST", "/x", b"", JSON) == (204, b"")


def _certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "stand-in")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    known, secret = folder / "known.pem", folder / "secret.pem"
    known.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(known, secret)
    return known, context
