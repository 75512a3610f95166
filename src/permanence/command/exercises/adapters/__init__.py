"""Files of the pack, files of messages, and the sockets messages leave by."""
