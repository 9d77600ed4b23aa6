"""What the house asks of every file, and no linter knows."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlmodel import SQLModel

from handlers import registry as handlers_registry
from storage import tables

ROOT = Path(__file__).parent.parent
PRODUCT = ("bot", "handlers", "schedules", "storage")
EXPLAINED = ("bot/domain", "bot/usecases", "storage")
GENERATED = "storage/migrations"
MOST_LINES = 300
SHORT = 10
"""Lines of a function that its name and its types can explain alone."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def files(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if GENERATED not in path.as_posix()]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def has_register(path: Path) -> bool:
    return any(isinstance(node, FUNCTIONS) and node.name == "register" for node in parsed(path).body)


def public_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Those that other modules call, methods of public classes included."""
    bodies = [parsed(path).body]
    bodies += [node.body for node in parsed(path).body if isinstance(node, ast.ClassDef) and node.name[0] != "_"]
    for body in bodies:
        yield from (node for node in body if isinstance(node, FUNCTIONS) and node.name[0] != "_")


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def is_table(node: ast.stmt) -> bool:
    return isinstance(node, ast.ClassDef) and any(keyword.arg == "table" for keyword in node.keywords)


def overrides(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "override" for one in node.decorator_list)


def test_a_module_fits_into_three_hundred_lines() -> None:
    assert [name(path) for path in files(*PRODUCT, "tests") if path.read_bytes().count(b"\n") > MOST_LINES] == []


def test_a_module_says_what_it_is() -> None:
    written = [path for path in files(*PRODUCT) if parsed(path).body]

    assert [name(path) for path in written if not ast.get_docstring(parsed(path))] == []


def test_what_is_longer_than_its_name_can_tell_says_what_it_promises() -> None:
    every = [(path, node) for path in files(*EXPLAINED) for node in public_functions(path) if not overrides(node)]

    assert [
        f"{name(path)}: {node.name}" for path, node in every if lines(node) > SHORT and not ast.get_docstring(node)
    ] == []


def test_every_capability_of_handlers_is_registered() -> None:
    registered = {module.__name__.rpartition(".")[2] for module in handlers_registry.CAPABILITIES}
    beside = {"registry", "errors"}

    assert {path.stem for path in files("handlers") if has_register(path)} - beside == registered


def test_every_capability_of_schedules_is_registered() -> None:
    called = {
        node.value.id
        for node in ast.walk(parsed(ROOT / "schedules/register.py"))
        if isinstance(node, ast.Attribute) and node.attr == "register" and isinstance(node.value, ast.Name)
    }
    beside = {"register", "upkeep"}  # upkeep is the queue's own, and is added where the queue is made

    assert {path.stem for path in files("schedules") if has_register(path)} - beside == called


def test_every_table_is_known_to_the_migrations() -> None:
    holding = {path.stem for path in files("storage") if any(is_table(node) for node in parsed(path).body)}

    assert {module.__name__.rpartition(".")[2] for module in tables.modules} == holding


def test_the_domain_has_no_twin_of_a_table() -> None:
    rows = {mapper.class_.__name__ for mapper in SQLModel._sa_registry.mappers}
    values = {node.name for path in files("bot/domain") for node in parsed(path).body if isinstance(node, ast.ClassDef)}

    assert rows
    assert rows & values == set()


def test_use_cases_neither_call_slack_nor_open_transactions() -> None:
    """They are given a transaction, and give back what the edge shows."""
    given = {
        (name(path), node.name, argument.arg)
        for path in files("bot/usecases")
        for node in public_functions(path)
        for argument in [*node.args.args, *node.args.kwonlyargs]
        if argument.arg in {"deps", "slack", "client", "database", "clock"}
    }

    assert given == set()
