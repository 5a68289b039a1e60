"""The mapping file: a mapping as YAML a person reads, changes and gives back with `import --map FILE`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields as fields_of

import yaml

from archive.exchange.mapping import FIELDS, Column, Join, Mapping
from archive.exchange.proposal import Defaults
from testimonies import edtf
from testimonies.access import LEVELS
from testimonies.errors import BadInput, Fault, Faults
from testimonies.testimony import KINDS, ROLES

_HEAD = """\
# How these tables describe the testimonies. Change what is wrong, then: earwitness import FOLDER --map THIS-FILE
# A column is written table.column. A list of columns makes one value (year, month, day; town, county, state)
# or, where a field holds several (subjects, identifiers, a role), adds to it.
"""
_FIELDS = f"""\
# Fields: {", ".join(field for field in FIELDS if field not in ROLES)}.
# Roles: {", ".join(ROLES)}.
"""
_KEYS = ("files", "tables", "joined", "missing", "fields", "about", "defaults", "unused")


def write(mapping: Mapping) -> str:
    """Write a mapping; `read` gives it back."""
    return "\n".join(_lines(mapping)) + "\n"


def read(text: str) -> Mapping:
    """Read a mapping; raises Faults, every one with its line."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Faults([Fault(f"line {line}", f"this is not YAML ({error.problem or error.context})")]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Faults([Fault("line 1", "this is not YAML that a mapping can be read from")]) from error
    return _Reader().mapping(node)


# --- Writing


def _lines(mapping: Mapping) -> Iterator[str]:
    yield _HEAD
    yield "# The column that names the files, with or without their ending."
    yield f"files: {_scalar(str(mapping.files))}"
    yield "\n# Each table and its file, below the folder that is imported."
    yield "tables:"
    yield from (f"  {_scalar(name)}: {_scalar(file)}" for name, file in mapping.tables.items())
    yield "\n# Which rows belong together: the further table first."
    yield "joined:" if mapping.joins else "joined: []"
    yield from (f"  - {_scalar(str(join))}" for join in mapping.joins)
    yield "\n# Cells that mean nothing is known."
    yield f"missing: {_flow(mapping.missing)}"
    yield f"\n{_FIELDS}fields:" if mapping.fields else f"\n{_FIELDS}fields: {{}}"
    yield from (f"  {name}: {_columns(columns)}" for name, columns in mapping.fields.items())
    yield "\n# What is said of a person in the note beside the name, by role."
    yield "about:" if mapping.about else "about: {}"
    yield from (f"  {role}: {_columns(columns)}" for role, columns in mapping.about.items())
    yield "\n# What holds for every testimony where the tables say nothing: collection, kind, date, language, access."
    given = mapping.defaults.given()
    yield "defaults:" if given else "defaults: {}"
    yield from (f"  {name}: {_scalar(value)}" for name, value in given.items())
    yield "\n# These columns feed nothing; to use one, write it under fields or about."
    yield "unused:" if mapping.unused else "unused: []"
    yield from (f"  - {_scalar(column)}" for column in mapping.unused)


def _columns(columns: Sequence[Column]) -> str:
    return _scalar(str(columns[0])) if len(columns) == 1 else _flow([str(column) for column in columns])


def _flow(words: Sequence[str]) -> str:
    return f"[{', '.join(_scalar(word) for word in words)}]"


def _scalar(word: str) -> str:
    """Write a word as YAML does, in quotes where it must be."""
    return str(yaml.safe_dump([word], default_flow_style=True, allow_unicode=True, width=10**9)).strip()[1:-1]


# --- Reading


class _Reader:
    """Walks the nodes, which know their lines, and gathers every fault."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._tables: tuple[str, ...] = ()

    def mapping(self, node: yaml.Node | None) -> Mapping:
        top = self._pairs(node, "the mapping", _KEYS)
        tables = {name: self._word(value) for name, value in self._pairs(top.get("tables"), "tables").items()}
        # The longest first: a table's own name may hold a full stop.
        self._tables = tuple(sorted(tables, key=len, reverse=True))
        files = self._column(top["files"]) if "files" in top else None
        if files is None and not self._faults:
            self._fault(node, "files is missing: write the column that names the files, as table.column")
        joins = tuple(join for value in self._items(top.get("joined")) if (join := self._join(value)))
        missing = tuple(self._word(value) for value in self._items(top.get("missing")))
        fields = self._fed(top.get("fields"), FIELDS)
        about = self._fed(top.get("about"), ROLES)
        defaults = self._defaults(top.get("defaults"))
        unused = tuple(self._word(value) for value in self._items(top.get("unused")))
        if self._faults or files is None:
            raise Faults(sorted(self._faults, key=lambda fault: int(fault.where.removeprefix("line "))))
        return Mapping(files, tables, joins, fields, about, missing or ("",), defaults, unused)

    def _fed(self, node: yaml.Node | None, known: Sequence[str]) -> dict[str, tuple[Column, ...]]:
        fed = {}
        for name, value in self._pairs(node, "fields", known).items():
            columns = tuple(column for item in self._items(value) if (column := self._column(item)))
            if columns:
                fed[name] = columns
        return fed

    def _defaults(self, node: yaml.Node | None) -> Defaults:
        given = {}
        for name, value in self._pairs(node, "defaults", [f.name for f in fields_of(Defaults)]).items():
            given[name] = self._word(value)
            allowed = {"kind": KINDS, "access": LEVELS}.get(name)
            if given[name] and allowed and given[name] not in allowed:
                self._fault(value, f"{name} is one of {', '.join(allowed)}")
            if name == "date" and given[name]:
                self._check_date(value, given[name])
        return Defaults(**{name: value or None for name, value in given.items()})

    def _check_date(self, node: yaml.Node, text: str) -> None:
        try:
            edtf.parse(text)
        except BadInput as error:
            self._fault(node, str(error))

    def _join(self, node: yaml.Node) -> Join | None:
        left, equals, right = self._word(node).partition(" = ")
        if not equals:
            self._fault(node, "write which column equals which: table.column = other.column")
            return None
        column, to = self._column(node, left), self._column(node, right)
        return Join(column, to) if column and to else None

    def _column(self, node: yaml.Node, text: str | None = None) -> Column | None:
        word = (self._word(node) if text is None else text).strip()
        if not word:
            return None
        for table in self._tables:
            if word.startswith(f"{table}.") and len(word) > len(table) + 1:
                return Column(table, word[len(table) + 1 :], _line(node))
        self._fault(node, f"“{word[:60]}” is no column of a table listed under tables; write table.column")
        return None

    def _pairs(self, node: yaml.Node | None, what: str, known: Sequence[str] = ()) -> dict[str, yaml.Node]:
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return {}
        if not isinstance(node, yaml.MappingNode):
            self._fault(node, f"{what} should be keys and values")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self._word(key)
            if name in found:
                self._fault(key, f"{name} is written twice")
            elif known and name not in known:
                self._fault(key, f"{name} is not one of {', '.join(known)}")
            else:
                found[name] = value
        return found

    def _items(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            return []
        return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]

    def _word(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self._fault(node, "expected one word or column here")
        return ""

    def _fault(self, node: yaml.Node | None, what: str) -> None:
        self._faults.append(Fault(f"line {_line(node) if node else 1}", what))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
