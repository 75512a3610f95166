"""Run the `permanence` command with `python -m permanence`."""

from permanence.entrance.cli import main

if __name__ == "__main__":
    main()
