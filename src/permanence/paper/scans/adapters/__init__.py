"""Files of scans, worker processes, and what was learnt of hands."""
