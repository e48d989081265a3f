"""The program ``govdisclosure``; ``python -m govdisclosure`` is the same."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line, or say what it needs."""
    try:
        from govdisclosure.cli import program
    except ModuleNotFoundError as error:
        if error.name not in {"click", "rich"}:
            raise
        sys.exit("命令行需要另装两个包：pip install 'govdisclosure[cli]'")
    program(prog_name="govdisclosure")


if __name__ == "__main__":
    main()
