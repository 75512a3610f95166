"""Taking files of scans in, and reading them."""

from permanence.paper.scans.operations.reading import BatchUnknown, BlankPage, FormsOnPaper, ReadProgress, read_batch
from permanence.paper.scans.operations.receiving import NotAScan, receive

__all__ = ["BatchUnknown", "BlankPage", "FormsOnPaper", "NotAScan", "ReadProgress", "read_batch", "receive"]
