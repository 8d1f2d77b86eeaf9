"""A NAS that takes Disconnect-Requests, on pyrad. Usage: disconnect-server.py SECRET KNOWN-USER

Prints its port, then a line for every request: what pyrad makes of its proofs, its attributes, and the answer. A known
user's is acknowledged; another's is refused with Error-Cause 503.
"""

import hmac
import io
import socket
import sys

from pyrad import dictionary, packet

WORDS = """
ATTRIBUTE User-Name 1 string
ATTRIBUTE NAS-Port 5 integer
ATTRIBUTE Framed-IP-Address 8 ipaddr
ATTRIBUTE Calling-Station-Id 31 string
ATTRIBUTE NAS-Identifier 32 string
ATTRIBUTE Acct-Session-Id 44 string
ATTRIBUTE Event-Timestamp 55 integer
ATTRIBUTE Message-Authenticator 80 octets
ATTRIBUTE Error-Cause 101 integer
"""



def signed(request, data):
    """Whether the Message-Authenticator is right: HMAC-MD5 with zeros for both authenticators (RFC 5176)."""
    values = request["Message-Authenticator"] if "Message-Authenticator" in request else []
    if len(values) != 1:
        return False
    blank = data[:4] + bytes(16) + data[20:].replace(values[0], bytes(16))
    return hmac.compare_digest(hmac.new(secret, blank, "md5").digest(), values[0])


secret, known = sys.argv[1].encode(), sys.argv[2]
words = dictionary.Dictionary(io.StringIO(WORDS))
port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
port.bind(("127.0.0.1", 0))
print("port", port.getsockname()[1], flush=True)
while True:
    data, source = port.recvfrom(4096)
    request = packet.CoAPacket(secret=secret, dict=words, packet=data)
    proven = request.VerifyCoARequest() and signed(request, data)
    reply = request.CreateReply()
    if request["User-Name"][0] == known:
        reply.code = packet.DisconnectACK
    else:
        reply.code = packet.DisconnectNAK
        reply["Error-Cause"] = 503
    names = " ".join(sorted(request.keys()))
    user = request["User-Name"][0]
    print(f"request {request.code} proven {proven} user {user} answer {reply.code}: {names}", flush=True)
    port.sendto(reply.ReplyPacket(), source)
