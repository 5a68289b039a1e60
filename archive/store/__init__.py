"""The store: objects of versions of files in OCFL storage roots, safe against crashes and full disks.

It knows nothing of testimonies. Reading goes through `StorageRoot` and needs no lock, writing
through `Store`; `verify` says what is damaged. The rest is how.
"""

from archive.store.audit import Entry, Event, Trail
from archive.store.change import Change, Content, Incoming, Kept, Receipt, kept
from archive.store.durable import Fingerprint, fingerprint
from archive.store.inventory import Inventory, Version
from archive.store.root import StorageRoot
from archive.store.verify import Problem, verify, verify_object, verify_root, verify_trail
from archive.store.write import ROOTS, Store, create_roots

__all__ = [
    "ROOTS",
    "Change",
    "Content",
    "Entry",
    "Event",
    "Fingerprint",
    "Incoming",
    "Inventory",
    "Kept",
    "Problem",
    "Receipt",
    "StorageRoot",
    "Store",
    "Trail",
    "Version",
    "create_roots",
    "fingerprint",
    "kept",
    "verify",
    "verify_object",
    "verify_root",
    "verify_trail",
]
