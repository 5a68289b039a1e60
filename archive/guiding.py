"""Helping who searches: did you mean, completion, key words, more like this, and words in their context.

All of it is worked out from what one reader may see, in turn with that reader's searches and from the same moment of
the index.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from archive.answer import Answer
from archive.concordance import Concordance, occurrences
from archive.finding import Finder
from archive.index import grammar, words
from archive.index.completing import Completer, Completion, NameOf, names_of
from archive.index.documents import names_in_fields
from archive.index.folding import lower
from archive.index.hearing import unheard
from archive.index.keyness import KeyWord, alike, forms_of, key_words, telling
from archive.index.marking import Marker
from archive.index.matching import Lexicon, Matcher, fold_name
from archive.index.query import Or, Word, spoken
from archive.index.sight import Sight
from archive.index.suggesting import NamesNear, Suggester, Suggestion
from archive.register import Register
from archive.results import result_of
from testimonies.authority import kind_of
from testimonies.testimony import Testimony
from testimonies.transcript import Passage

Seen = Callable[[str], Testimony]
"""Gives a testimony as the reader who asks may see it."""

LOOKED_AT = 5
"""Documents looked into for how a word is spelled."""


class Guide(Finder):
    """A finder that helps with the question, too."""

    _known: tuple[Register, NamesNear, tuple[NameOf, ...]] | None = None

    def suggest(self, query: str, who: str, register: Register, seen: Seen) -> tuple[Suggestion, ...]:
        """Give questions that find more, where words of this one seem to be misspelt."""

        def ask() -> tuple[Suggestion, ...]:
            sight, lexicon, matcher = self._ground(who, register)
            near, _ = self._names_of(register)
            suggester = Suggester(
                sight,
                lexicon,
                matcher,
                near,
                all_names=who == "staff",
                spelled=_spelling(sight, seen),
            )
            return suggester.suggestions(query)

        return self._answered(ask)

    def complete(
        self, query: str, cursor: int, who: str, register: Register, seen: Seen, limit: int
    ) -> tuple[Completion, ...]:
        """Give what the word at the cursor may become."""

        def ask() -> tuple[Completion, ...]:
            sight, _, matcher = self._ground(who, register)
            _, names = self._names_of(register)

            # Who types letter by letter asks for the names of the same testimonies again and again.
            read: dict[int, Mapping[str, Iterable[str]]] = sight.snapshot.remembered(("names in", who), dict)

            def names_in(field: str, docnum: int) -> Iterable[str]:
                if sight.is_passage[docnum]:
                    return _texts(sight, seen, field, docnum)
                if docnum not in read:
                    read[docnum] = names_in_fields(seen(sight.owner[docnum]))
                return read[docnum].get(field, ())

            completer = Completer(sight, matcher, names, all_names=who == "staff", names_in=names_in)
            return completer.completions(query, cursor, limit)

        return self._answered(ask)

    def key_words(self, testimony: Testimony, who: str, most: int) -> Sequence[KeyWord]:
        """Give the key words of a testimony, which is given as this reader may see it."""
        return self._answered(lambda: key_words(testimony.id, testimony.transcripts, self._sight(who), most))

    def like(
        self, query: str, passages: Sequence[tuple[Passage, str]], testimony: str, within: str, who: str,
        register: Register, seen: Seen, *, offset: int, limit: int,
    ) -> Answer:  # fmt: skip
        """Find passages of other testimonies that speak of the same; `within` is a question they answer besides."""
        begun = time.perf_counter()

        def ask() -> Answer:
            asked = grammar.parse(within)
            inside, notes = self._ask(asked, who, register)
            weights = telling(testimony, passages, inside.sight)
            outcome = alike(weights, testimony, inside.answer, inside.sight)
            page = outcome.page("relevance", offset, limit)
            facets = outcome.facets()
            marker = Marker(outcome.sought)
            about = spoken(Or(tuple(Word(one) for one in forms_of(passages, weights))))
            return Answer(
                query=query,
                understood=f"({about}) AND {asked.understood}" if asked.understood else about,
                notes=(*asked.notes, *notes, *([] if weights else ["Nothing of it is said anywhere else."])),
                total=outcome.total,
                total_passages=outcome.total_passages,
                took_ms=(time.perf_counter() - begun) * 1000,
                testimonies=tuple(result_of(one, outcome, marker, seen, register) for one in page),
                facets=facets,
                labels={key: register.label(key) for key in facets["place"] if key in register.records},
            )

        return self._answered(ask)

    def concordance(
        self, query: str, who: str, register: Register, *, sort: str, context: int, offset: int, limit: int
    ) -> Concordance:
        """Give a page of all places where what is asked for stands."""

        def ask() -> Concordance:
            asked = grammar.parse(query)
            outcome, notes = self._ask(asked, who, register)
            found = occurrences(outcome, sort)
            return Concordance(
                query=query,
                understood=asked.understood,
                notes=(*asked.notes, *notes),
                total=len(found),
                testimonies=len({one.testimony for one in found}),
                lines=tuple(one.line(context) for one in found[offset : offset + limit]),
            )

        return self._answered(ask)

    def _ground(self, who: str, register: Register) -> tuple[Sight, Lexicon, Matcher]:
        """Give what a question stands on: what this reader sees, its words, and what they mean here."""
        sight = self._sight(who)
        if self._lexicon is None or self._lexicon.snapshot is not sight.snapshot:
            self._lexicon = Lexicon(sight.snapshot)
        if self._names[0] is not register:
            self._names = (register, register.named(fold_name), unheard(register.protected_names()))
        _, named, apart = self._names
        return sight, self._lexicon, Matcher(sight, self._lexicon, named, all_names=who == "staff", unheard=apart)

    def _names_of(self, register: Register) -> tuple[NamesNear, tuple[NameOf, ...]]:
        if self._known is None or self._known[0] is not register:
            # A protected person's names are given as the record has them, and lead to no others.
            texts = {
                key: [name.text for name in record.names]
                for key, record in register.records.items()
                if kind_of(key) != "collection"
            }
            self._known = (register, NamesNear(register.named(fold_name)), names_of(texts))
        return self._known[1:]


def _spelling(sight: Sight, seen: Seen) -> Callable[[str, str], str]:
    """Give the way to a word as it is spelled in what is kept."""

    def spelled(name: str, word: str) -> str:
        capital = begins = ""
        for docnum in islice(sight.ids(name, word), LOOKED_AT):
            for text in _texts(sight, seen, name, docnum):
                for token in words.tokens(text):
                    found = text[token.start : token.end]
                    if token.word != word:
                        continue
                    if found == lower(found):
                        return found
                    # A capital that stands where a sentence begins says nothing of the word.
                    if _begins_sentence(text, token.start):
                        begins = lower(found)
                    else:
                        capital = capital or found
        return capital or begins or word

    return spelled


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip("\"'“”„«»‘’([—–- \n\t")
    return not before or before[-1] in ".!?…։:؟"


def _texts(sight: Sight, seen: Seen, name: str, docnum: int) -> Iterator[str]:
    """Give the texts of a document in which a word of a field may stand."""
    if sight.is_passage[docnum]:
        told = sight.snapshot.told(docnum)
        yield (told.speaker or "") if name == "speaker" else told.words
        return
    testimony = seen(sight.owner[docnum])
    yield testimony.title
    yield testimony.scope_and_content or ""
    for names in names_in_fields(testimony).values():
        yield from names
