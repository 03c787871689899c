"""What `environment/lab` leaves to Python. Each command is a module, imported only when it is asked for."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    command, rest = arguments[0], arguments[1:]
    import originals

    originals.keep()
    if command == "run":
        import run

        return run.main(rest)
    if command == "restore":
        return originals.main(rest)
    if command == "fill":
        return originals.fill_main(rest)
    if command == "test":
        import check

        return check.main(rest)
    if command in ("specification", "register", "use"):
        import specification

        return specification.main(command, rest)
    if command == "gpu":
        import gpu

        return gpu.main()
    if command == "trust":
        import trust

        return trust.main()
    if command == "versions":
        from importlib.metadata import version
        from importlib.util import find_spec

        packages = ["notebook", "nbclient", "nbconvert", "nbformat", "jupyter_client"]
        if find_spec("jupyterlab"):
            packages.append("jupyterlab")
        print(", ".join(f"{package} {version(package)}" for package in packages))
        return 0
    raise SystemExit(f"unknown command {command!r}: this is started by environment/lab")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
