"""The language of searching. It has no errors: whatever is typed means something, and the answer says what.

    question  =  all { "OR" all }                 either is enough
    all       =  term { [ "AND" ] term }          every one of them, each anywhere in the testimony
    term      =  [ "-" | "NOT" ] ( what | name ":" what | "(" question ")" )
    what      =  control             the word in any of its forms: controls, controlled
              |  "under control"     these words side by side, in these forms
              |  =control            this form only
              |  ="Lake Van"         after place:, a place that is called so and no more
              |  contr*              words that begin so
              |  w?ld*               ? is one letter, * any number; a ? at the end is a question mark
              |  kontrol~            words one letter away; kontrol~2, two letters
              |  ( question )        after a name: narrator:(Zaur OR Hikmet)
    name      =  title narrator interviewer speaker person body place event subject collection
              |  kind lang access id     the whole value: kind:found_document, id:nk-0002, id:nk-*
              |  has                     audio photo scan video transcript notes
              |  date recorded           1993, 1993~, 2023-09, 1993..2023, 1993.., ..2023

AND binds more tightly than OR: `a b OR c` is (a AND b) OR c. AND, OR and NOT are written in capitals; in small
letters they are words like any other. `-` excludes only at the beginning of a term, so `e-mail` is the phrase
"e mail". No word is too common to be looked for. Accents, capitals and apostrophes make no difference.

What is half typed is no mistake: an open quotation mark or parenthesis reaches to the end; a name without a
value, a date that is not one yet and an operator with nothing to join are left out, with a note.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.index.query import Everything, Field, Node, Query, both, either, opposite, spoken
from archive.index.terms import DATED, OPERATORS, WHOLE, WORDED, Notes, Terms

HELP = __doc__ or ""
"""The grammar in one place, shown by `search --help` and in the reading room."""

FIELDS = (*WORDED, *WHOLE, *DATED, "has")

LONGEST = 2000
"""Characters of a question that are read."""
DEEPEST = 50

_QUOTES = '"“”„‟«»'
_SPACE = re.compile(r"\s+")
_NAME = re.compile(rf"({'|'.join(FIELDS)}):", re.IGNORECASE | re.ASCII)
_MINUS = re.compile(r"-(?=[^\s)])")
_QUOTED = re.compile(rf"=?[{_QUOTES}]([^{_QUOTES}]*)([{_QUOTES}]?)(~\d*)?")
_TERM = re.compile(rf"[^\s(){_QUOTES}]+")


def parse(text: str) -> Query:
    """Understand a question. Nothing that can be typed is refused.

    >>> parse('narrator:mammadov (home OR house) -"under control"').understood
    'narrator: mammadov AND (home OR house) AND NOT "under control"'
    >>> parse("home AND").notes
    ('AND joins two things; one of them is missing.',)
    """
    notes = Notes()
    if len(text) > LONGEST:
        notes.add(f"Only the first {LONGEST:,} characters were read.")
    cut = _cut(text[:LONGEST], notes)
    root = _Reader(cut, notes).question() or Everything()
    return Query(root, spoken(root), notes.said())


class Piece(NamedTuple):
    """A piece of the question as typed."""

    kind: str
    """`(`, `)`, `-`, `AND`, `OR`, `NOT`, `name`, `quoted`, `term`, or `end`."""
    text: str = ""
    start: int = 0
    end: int = 0
    """Where it stands in the question, its signs included: [start, end) in code points."""
    exact: bool = False
    """Whether = stands before its quotation marks."""


_END = Piece("end")


def pieces(text: str) -> list[Piece]:
    """Cut a question into its pieces, each with its place, for whoever wants to put another in its stead.

    >>> [(piece.kind, piece.text, piece.start) for piece in pieces('place:"old mi')]
    [('name', 'place', 0), ('quoted', 'old mi', 6)]
    """
    return _cut(text[:LONGEST], Notes())


def _cut(text: str, notes: Notes) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        start = at
        piece, at = _next(text, start, pieces[-1] if pieces else _END, notes)
        pieces.append(piece._replace(start=start, end=at))
    return pieces


def _next(text: str, at: int, before: Piece, notes: Notes) -> tuple[Piece, int]:
    """Give the piece that begins here, and where the next may begin."""
    if text[at] in "()":
        return Piece(text[at]), at + 1
    if found := _QUOTED.match(text, at):
        if not found[2]:
            notes.add("A quotation mark was not closed; the phrase reaches to the end.")
        if found[3]:
            notes.add("~ after a phrase has no meaning and was left out.")
        return Piece("quoted", found[1], exact=found[0].startswith("=")), found.end()
    # The year -0044 is a date, not an exclusion.
    if not (before.kind == "name" and before.text in DATED):
        if found := _NAME.match(text, at):
            return Piece("name", found[1].lower()), found.end()
        if _MINUS.match(text, at):
            return Piece("-"), at + 1
    found = _TERM.match(text, at)
    assert found is not None, "what is no space, parenthesis or quotation mark begins a term"  # noqa: S101  ours to keep
    # `title:OR` asks for a word; in `title: OR` the value is not typed yet.
    operator = found[0] in OPERATORS and text[at - 1 : at] != ":"
    return Piece(found[0] if operator else "term", found[0]), found.end()


class _Reader:
    """Reads pieces from left to right into a question."""

    def __init__(self, pieces: list[Piece], notes: Notes) -> None:
        self._pieces = pieces
        self._at = 0
        self._depth = 0
        self._field: str | None = None
        self._terms = Terms(notes)
        self._note = notes.add

    def question(self) -> Node | None:
        """Read everything; a parenthesis closed too often is passed over."""
        found = [self._either()]
        while self._piece is not _END:
            self._note("A closing parenthesis had nothing to close.")
            self._at += 1
            found.append(self._either())
        return both(found)

    @property
    def _piece(self) -> Piece:
        return self._pieces[self._at] if self._at < len(self._pieces) else _END

    def _either(self) -> Node | None:
        """Read up to a closing parenthesis or the end: sides of OR."""
        sides = [self._all()]
        while self._piece.kind == "OR":
            self._at += 1
            sides.append(self._all())
        if len(sides) > 1 and None in sides:
            self._note("OR joins two things; one of them is missing.")
        return either(sides)

    def _all(self) -> Node | None:
        """Read up to OR: terms that must all be there."""
        terms: list[Node | None] = []
        joining = False
        while self._piece.kind not in {"OR", ")", "end"}:
            if self._piece.kind == "AND":
                self._at += 1
                joining = True
                if not terms:
                    self._note("AND joins two things; one of them is missing.")
                continue
            terms.append(self._term())
            joining = False
        if joining:
            self._note("AND joins two things; one of them is missing.")
        return both(terms)

    def _term(self) -> Node | None:
        """Read one term, excluded or not."""
        negated = False
        while self._piece.kind in {"-", "NOT"}:
            negated = not negated
            self._at += 1
        node = self._named() if self._piece.kind == "name" else self._plain()
        return opposite(node) if negated else node

    def _named(self) -> Node | None:
        """Read a field and what is asked of it."""
        name = self._piece.text
        self._at += 1
        if self._field is not None:
            self._note(f"{name}: stands inside {self._field}: and was read as a word.")
            return self._terms.worded(name, None)
        negated = self._piece.kind == "-"
        if negated:
            self._at += 1
        if self._piece.kind not in {"(", "quoted", "term"}:
            self._note(f"{name}: has nothing after it yet and was left out.")
            return None
        self._field = name
        node = self._plain()
        self._field = None
        if node is not None and name in (*WORDED, *WHOLE):
            node = Field(name, node)
        return opposite(node) if negated else node

    def _plain(self) -> Node | None:
        """Read a phrase, a word or what stands in parentheses."""
        piece = self._piece
        if piece.kind == "(":
            return self._enclosed()
        if piece.kind not in {"quoted", "term"}:
            self._note("There is nothing after - or NOT to exclude.")
            return None
        self._at += 1
        if piece.kind == "quoted":
            return self._terms.quoted(piece.text, self._field, exact=piece.exact)
        return self._terms.read(piece.text, self._field)

    def _enclosed(self) -> Node | None:
        self._at += 1
        if self._depth >= DEEPEST:
            self._note(f"Parentheses more than {DEEPEST} deep were passed over.")
            return None
        self._depth += 1
        node = self._either()
        self._depth -= 1
        if self._piece.kind == ")":
            self._at += 1
        else:
            self._note("A parenthesis was not closed; it reaches to the end.")
        return node
