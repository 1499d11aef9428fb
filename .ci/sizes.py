"""Lists modules over 300 lines and functions over 40: places to look at, not errors."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

LONG_MODULE = 300
LONG_FUNCTION = 40


def modules(roots: list[str]) -> Iterator[Path]:
    for root in map(Path, roots):
        yield from [root] if root.is_file() else sorted(root.rglob("*.py"))


def long_parts(path: Path) -> Iterator[str]:
    source = path.read_text()
    lines = source.count("\n")
    if lines > LONG_MODULE:
        yield f"{lines:5} {path}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > LONG_FUNCTION:
                yield f"{length:5} {path}:{node.lineno} {node.name}"


if __name__ == "__main__":
    for module in modules(sys.argv[1:]):
        if "migrations" not in module.parts:
            for line in long_parts(module):
                sys.stdout.write(f"{line}\n")
