"""Whether a port can be had, asked before anything slow begins."""

import errno
import socket

from . import sentences

HOST = "127.0.0.1"


def is_free(port: int) -> bool:
    """Return whether `port` can be opened; raises CannotGoOn where only an administrator may."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
        except PermissionError as refused:
            raise sentences.port_reserved(port) from refused
        except OSError as refused:
            if refused.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def require_free(port: int) -> None:
    """Raise CannotGoOn, with a port that is free, unless `port` can be opened."""
    if not is_free(port):
        raise sentences.port_taken(port, next((p for p in range(port + 1, port + 50) if is_free(p)), None))
