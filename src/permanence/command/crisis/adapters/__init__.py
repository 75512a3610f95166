"""Where the words of the first hour are kept."""
