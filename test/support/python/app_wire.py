"""The tutorial's application protocol in plain Python, for both Python peers."""

import json
import struct


def build(case):
    """Builds the bytes of a message from the parts in `case`, which are read below."""
    if "json" in case:
        text = json.dumps(case["json"], ensure_ascii=False)
        content = text.encode(case.get("encoding", "utf-8"))
        kind, encoding = "text/json", case.get("encoding", "utf-8")
    else:
        content = case["text"].encode("utf-8") * case.get("repeat", 1)
        kind, encoding = case.get("type", "binary/anything"), "binary"
    fields = {
        "byteorder": case.get("byteorder", "little"),
        "content-type": kind,
        "content-encoding": encoding,
        "content-length": len(content),
        **case.get("extra", {}),
    }
    header = {name: fields[name] for name in case.get("order", fields)}
    header_bytes = json.dumps(header, ensure_ascii=False).encode("utf-8")
    return struct.pack(">H", len(header_bytes)) + header_bytes + content


def send(sock, data, piece):
    for i in range(0, len(data), piece):
        sock.sendall(data[i : i + piece])


def receive_exactly(sock, count):
    data = bytearray()
    while len(data) < count:
        chunk = sock.recv(min(65536, count - len(data)))
        if not chunk:
            raise EOFError(f"{len(data)} of {count} bytes")
        data += chunk
    return bytes(data)


def receive(sock):
    """Receives a message. Returns the header as text, because the test compares it exactly."""
    (length,) = struct.unpack(">H", receive_exactly(sock, 2))
    header_text = receive_exactly(sock, length).decode("utf-8")
    content = receive_exactly(sock, json.loads(header_text)["content-length"])
    return {"header": header_text, "content": content.decode("utf-8")}
