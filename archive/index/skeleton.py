"""Skeletons: what of a name can be heard in any script, so that Степанакерт and Ստեփանակերտ meet without a record.

A name written in seven alphabets keeps its consonants and loses nearly everything else. Each word is first spelled
in one plain alphabet (`romanised`), in which `S C X j` are the sounds of *sh*, *ch*, *kh* and *zh* or *j*, and `@` is
the Azerbaijani ə, heard as a or e. Its consonants are its skeleton, under which it is looked up; its vowels then tell
whether two words with one skeleton can be one name (`alike`). That is narrow on purpose: a name that changed its
sounds on the way (Qarabağ and Karabakh, Hovhannisyan and Оганесян, Bakı and Baku) is for the register of names, where
a person says that they are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from archive.index.folding import fold, lower

LEAST = 2
"""Consonants a skeleton has at least; with so few, the vowels must be the same."""

LEAST_LOOSELY = 3
"""Consonants that are needed before vowels may differ between two scripts: with three, one of them."""

LEAST_UNVOWELLED = 4
"""Consonants that are needed where a script leaves vowels out; one fewer if it writes one and the frame agrees."""

LEAST_AT_HOME = 4
"""Consonants that are needed before vowels may differ between two spellings in one script: mostly two words."""

SHORTEST = 4
"""Sounds a word has at least."""

_VOWELS = "aeiou@"

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "j", "з": "z", "и": "i", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "X",
    "ц": "ts", "ч": "C", "ш": "S", "щ": "S", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "і": "i", "ї": "i", "є": "ie", "ґ": "g", "ў": "u", "ђ": "j", "ј": "i", "љ": "l", "њ": "n", "ћ": "C", "џ": "j",
    "ѓ": "g", "ќ": "k", "ѕ": "dz", "ә": "@", "ғ": "g", "ҝ": "g", "ҹ": "j", "ө": "o", "ү": "u", "һ": "X", "қ": "k",
    "ң": "n", "ұ": "u", "ҳ": "X", "ҷ": "j", "ӯ": "u", "ӣ": "i", "ѣ": "e", "ѳ": "f", "ѵ": "i", "ӏ": "",
}  # fmt: skip
_ARMENIAN = {
    "ա": "a", "բ": "b", "գ": "g", "դ": "d", "ե": "e", "զ": "z", "է": "e", "ը": "", "թ": "t", "ժ": "j", "ի": "i",
    "լ": "l", "խ": "X", "ծ": "ts", "կ": "k", "հ": "X", "ձ": "dz", "ղ": "g", "ճ": "C", "մ": "m", "յ": "i", "ն": "n",
    "շ": "S", "ո": "o", "չ": "C", "պ": "p", "ջ": "j", "ռ": "r", "ս": "s", "վ": "v", "տ": "t", "ր": "r", "ց": "ts",
    "ւ": "v", "փ": "p", "ք": "k", "օ": "o", "ֆ": "f",
}  # fmt: skip
_GEORGIAN = {
    "ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i", "კ": "k", "ლ": "l",
    "მ": "m", "ნ": "n", "ო": "o", "პ": "p", "ჟ": "j", "რ": "r", "ს": "s", "ტ": "t", "უ": "u", "ფ": "p", "ქ": "k",
    "ღ": "g", "ყ": "k", "შ": "S", "ჩ": "C", "ც": "ts", "ძ": "dz", "წ": "ts", "ჭ": "C", "ხ": "X", "ჯ": "j", "ჰ": "X",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "t", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "φ": "f",
    "χ": "X", "ψ": "ps", "ω": "o",
}  # fmt: skip
_ARABIC = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "t", "ج": "j", "چ": "C", "ح": "X", "خ": "X", "د": "d", "ذ": "d",
    "ر": "r", "ز": "z", "ژ": "j", "س": "s", "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "g",
    "ف": "f", "ڤ": "v", "ق": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "X", "و": "u", "ي": "i",
    "ء": "", "ئ": "", "ؤ": "u",
}  # fmt: skip
_HEBREW = {
    "א": "", "ב": "b", "ג": "g", "ד": "d", "ה": "X", "ו": "u", "ז": "z", "ח": "X", "ט": "t", "י": "i", "כ": "k",
    "ך": "X", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "ע": "", "פ": "p", "ף": "f", "צ": "ts",
    "ץ": "ts", "ק": "k", "ר": "r", "ש": "S", "ת": "t",
}  # fmt: skip
_TABLES = {
    "CYRILLIC": _CYRILLIC, "ARMENIAN": _ARMENIAN, "GEORGIAN": _GEORGIAN, "GREEK": _GREEK, "ARABIC": _ARABIC,
    "HEBREW": _HEBREW,
}  # fmt: skip

_UNVOWELLED = frozenset({"ARABIC", "HEBREW"})

_PAIRS: dict[str, tuple[tuple[str, str], ...]] = {
    # Before the letters are spelled one by one: what several of them mean together.
    "CYRILLIC": (("дж", "ж"), ("кс", "кс")),
    "ARMENIAN": (("ու", "u"), ("^ո(?!վ)", "vo"), ("դժ", "ջ")),
    "GEORGIAN": (("დჟ", "ჯ"),),
    "GREEK": (
        ("ου", "u"), ("αι", "e"), ("[εο]ι", "i"), ("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("γγ", "ng"), ("τ[ζσ]", "C"),
        ("(?<=[αε])υ", "v"),
    ),
    "ARABIC": (("^[او](?=[او])", "v"), ("^و", "v"), ("و(?=[اي])", "v"), ("[هة]$", "")),
    "HEBREW": (("וו", "v"), ("^ו", "v"), ("ו$", "v"), ("ה$", ""), ("ג'", "j")),
}  # fmt: skip

_TURKIC = frozenset({"tr", "az", "azj", "crh", "gag", "tt", "ku", "kmr"})
"""Languages in which the Latin `c` is an English j, and `x` a kh."""
_TURKIC_LETTERS = re.compile("[ıəğ]")
_GLIDING = frozenset(
    {"de", "pl", "nl", "sv", "no", "nb", "nn", "da", "fi", "hu", "cs", "sk", "sl", "hr", "sr", "bs", "sh", "cnr",
     "lv", "lt", "et", "sq", "is", "mk", "bg", "hy", "hyw", "ru", "uk", "aii", "yi", "eo"}
)  # fmt: skip
"""Languages that write in Latin letters with `j` what English writes with y."""

_LATIN = (
    ("[šşșŝ]", "S"), ("[čć]", "C"), ("[žż]", "j"), ("đ", "d"),
    ("tsch|tch|cz", "C"), ("dsch|dzh|dj", "J"), ("shch|sch", "S"), ("sh", "S"), ("zh", "J"), ("ch", "C"), ("kh", "X"),
    ("gh", "g"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "kv"), ("tz", "ts"),
    ("(?<=[aeiou])h$", ""), ("[ie]e$|ey$", "i"),
)  # fmt: skip


class Sound(NamedTuple):
    """A word as it is heard."""

    spelled: str
    """In the plain alphabet."""
    script: str
    """Of the word, as Unicode names it."""

    @property
    def skeleton(self) -> str:
        """Its consonants."""
        return self.spelled.translate(_NO_VOWELS)


def skeleton(word: str, language: str | None = None) -> str:
    """Give the consonants of a word in one plain alphabet; nothing for a script we cannot read.

    >>> skeleton("Stépanakert") == skeleton("Ստեփանակերտ") == skeleton("Степанакерт") == "stpnkrt"
    True
    >>> skeleton("Mammadov"), skeleton("Məmmədov", "az"), skeleton("Мамедов"), skeleton("難民")
    ('mmdv', 'mmdv', 'mmdv', '')
    """
    return sound(word, language).skeleton


def romanised(word: str, language: str | None = None) -> str:
    """Spell a word in the plain alphabet, with no letter doubled; nothing if it is not in one script that we read.

    >>> romanised("Məmmədov"), romanised("Мамедов"), romanised("Xankəndi", "az"), romanised("Ханкенди")
    ('m@m@dov', 'mamedov', 'Xank@ndi', 'Xankendi')
    """
    return sound(word, language).spelled


@lru_cache(maxsize=65_536)
def sound(word: str, language: str | None = None) -> Sound:
    """Give a word as it is heard, read as its language reads its letters."""
    script = script_of(word)
    if not script:
        return SILENT
    code = (language or "").replace("_", "-").partition("-")[0].lower()
    spelled = lower(word, language).replace("'", "")
    spelled = _latin(spelled, code) if script == "LATIN" else _other(spelled, script)
    plain = "".join(letter for letter, _ in groupby(spelled))
    # Between vowels an i is a mere glide, which some transliterations leave out: Aliyev, Aliev.
    plain = _GLIDE.sub("", plain) or plain
    return Sound(plain[:-1] + "v" if plain.endswith("f") else plain, script)


SILENT = Sound("", "")


def script_of(word: str) -> str:
    """Give the script of a word as Unicode names it; nothing if it has letters of several, or of none we read."""
    if word.isascii():
        return "LATIN" if word.replace("'", "").isalpha() else ""
    letters = [letter for letter in word if unicodedata.category(letter) in _LETTERS]
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}
    script = scripts.pop() if len(scripts) == 1 else ""
    known = script == "LATIN" or script in _TABLES
    return script if known and not any(map(str.isdigit, word)) else ""


def alike(one: Sound, other: Sound) -> bool:
    """Whether two words that share their skeleton can be spellings of one name.

    Between two scripts, vowels that are often taken for one another will do. In one script only those will in which
    transliterations differ (Mamedov, Mammadov), and only in longer words. Where a script leaves vowels out, those it
    has must be there.

    >>> alike(sound("Stepanakert"), sound("Степанакерт")), alike(sound("Mammadov"), sound("Mamedov"))
    (True, True)
    >>> alike(sound("Hikmet"), sound("Хикмет")), alike(sound("latter"), sound("letter"))
    (True, False)
    """
    many = len(one.skeleton)
    if many < LEAST or min(len(one.spelled), len(other.spelled)) < SHORTEST:
        return False
    ours, theirs = _CONSONANT.split(one.spelled), _CONSONANT.split(other.spelled)
    if one.script == other.script:
        return same(one, other) or (many >= LEAST_AT_HOME and all(map(_nearly, ours, theirs)))
    if one.script in _UNVOWELLED or other.script in _UNVOWELLED:
        full, bare = (theirs, ours) if one.script in _UNVOWELLED else (ours, theirs)
        enough = many >= LEAST_UNVOWELLED or (many == LEAST_UNVOWELLED - 1 and _is_framed(bare, full))
        return enough and all(map(_written, bare, full))
    # The end of a word changes with its case, and stemmers leave more or less of it.
    if not ours[-1] or not theirs[-1]:
        ours, theirs = ours[:-1], theirs[:-1]
    differing = [pair for pair in zip(ours, theirs, strict=True) if not _same(*pair)]
    return len(differing) <= max(many - LEAST_LOOSELY + 1, 0) and all(_loosely(*pair) for pair in differing)


def same(one: Sound, other: Sound) -> bool:
    """Whether two words that share their skeleton sound the same, an ə being both a and e."""
    return all(map(_same, _CONSONANT.split(one.spelled), _CONSONANT.split(other.spelled)))


def _latin(word: str, code: str) -> str:
    turkic = code in _TURKIC or _TURKIC_LETTERS.search(word) is not None
    for shape, said in _LATIN_TURKIC if turkic else _LATIN_SHAPES:
        word = shape.sub(said, word)
    if code in _GLIDING:
        word = word.replace("j", "i")
    # What already is a sound is not folded.
    plain = "".join(letter if letter in "SCXJ@" else fold(letter) for letter in word).translate(_LATIN_LETTERS)
    return _NO_SOUND.sub("", plain)


def _other(word: str, script: str) -> str:
    word = fold(word)
    for shape, said in _SHAPES[script]:
        word = shape.sub(said, word)
    table = _TABLES[script]
    return "".join(table.get(letter, letter if letter in _SPELLED else "") for letter in word)


def _same(one: str, other: str) -> bool:
    """Whether the vowels in one place of two words are the same; ə is a and e."""
    return one == other or ("@" in (one, other) and {one, other} <= _OPEN)


def _nearly(one: str, other: str) -> bool:
    return one == other or {one, other} <= _OPEN


def _loosely(one: str, other: str) -> bool:
    return bool(one) == bool(other) and any({one[-1:], other[-1:]} <= pair for pair in _LOOSE)


def _written(bare: str, full: str) -> bool:
    """Whether a vowel that is written in a script without vowels is there in the other."""
    return not bare or (bool(full) and any({bare[-1], full[-1]} <= pair for pair in _LOOSE))


def _is_framed(bare: Sequence[str], full: Sequence[str]) -> bool:
    """Whether two words begin and end alike, and at least one vowel between is written."""
    return bool(bare[0]) == bool(full[0]) and bool(bare[-1]) == bool(full[-1]) and any(bare[1:-1])


_LETTERS = ("Ll", "Lu", "Lo", "Lt")
_NO_VOWELS = dict.fromkeys(map(ord, _VOWELS))
_SPELLED = frozenset("abdefgijklmnoprstuvz")
_NO_SOUND = re.compile("[^A-Za-z@]")
_CONSONANT = re.compile(f"[^{_VOWELS}]")
_GLIDE = re.compile("(?<=[aeou@])i+|i+(?=[aeou@])")
_OPEN = frozenset("ae@")
_LOOSE = [_OPEN, frozenset("ei@"), frozenset("ou"), frozenset("ao"), frozenset("eo")]


def _compiled(*shapes: tuple[str, str]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(shape), said) for shape, said in shapes]


_SHAPES = {script: _compiled(*_PAIRS[script]) for script in _TABLES}
_LATIN_SHAPES = _compiled(*_LATIN, ("ç", "s"), ("c(?=[eiy])", "s"), ("^x", "X"), ("x", "ks"))
_LATIN_TURKIC = _compiled(("[šşșŝ]", "S"), ("[çč]", "C"), ("c", "J"), ("x", "X"), ("ə", "@"))
_LATIN_LETTERS = str.maketrans({"J": "j", "c": "k", "q": "k", "w": "v", "y": "i", "h": "X"})
