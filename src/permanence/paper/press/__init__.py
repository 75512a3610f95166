"""The press: printed documents in bounded chunks over processes."""
