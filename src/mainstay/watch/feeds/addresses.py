"""Which addresses are asked at all: https, the source's own hosts, nothing inside a private network."""

import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

from .faults import fault

if TYPE_CHECKING:
    import httpx

    from .download import Terms


def require_own_address(address: "httpx.URL", terms: "Terms") -> None:
    """Refuse an address that is not https, not one of the source's hosts, or inside a private network.

    Behind a proxy the name is resolved there and not here; the list of hosts and the certificate still hold. The
    certificate is also what stops a name that answers differently the second time: a host inside has none for it.
    """
    host = address.host
    if address.scheme not in terms.schemes:
        raise fault("not_https", address=f"{address.scheme}://{host}")
    if host not in terms.hosts:
        raise fault("foreign_host", host=host, hosts=", ".join(terms.hosts))
    if host in terms.local or _behind_proxy(address.scheme, host):
        return
    try:
        found = socket.getaddrinfo(host, address.port or 443, proto=socket.IPPROTO_TCP)
    except OSError:
        raise fault("unreachable", host=host, cause="name not found") from None
    if not all(ip_address(entry[4][0]).is_global for entry in found):
        raise fault("private_address", host=host)


def _behind_proxy(scheme: str, host: str) -> bool:
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)
