"""Does what somebody wrote seem to name a pupil, or tell why somebody is away?

No word is forbidden and nothing is taken out. It is a guess, so it is put as a question to the writer, and it
leans to silence: a list that cries wolf is not read. Source: what the network does not hold (pupils, health,
reasons for absence, diets and religion).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kaizen.domain.network import Guest, Person

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kaizen.domain.year import YearSnapshot

_NAME = r"(?P<name>[A-Z][a-z\u00e0-\u00ff'\u2019-]+)(?:\s[A-Z][a-z\u00e0-\u00ff]*\.?)?"
_WORDS = re.compile(r"[\w'-]+")
_CHILD = r"(?:boy|girl|lad|lass|child|pupil|kid|twin)"
_YEAR_GROUP = r"(?:Y(?:ea)?r?\.?\s?[1-6R]\b|Reception\b|Nursery\b|EYFS\b|KS[12]\b)"
_FAMILY = r"(?:mum|mam|dad|mother|father|parents?|carers?|nan|gran|grandma|grandad|foster|family|EHCP|plan|behaviour)"

PUPIL = tuple(
    map(
        re.compile,
        (
            rf"\b(?i:{_CHILD})\s(?i:called|named)\s{_NAME}",
            rf"(?<=[a-z,;:]\s){_NAME},?\s(?:\(|in\s|from\s|of\s){_YEAR_GROUP}",
            rf"\b{_NAME},?\s\(?(?:aged?\s)\d{{1,2}}\b",
            rf"\b{_NAME}['\u2019]s\s{_FAMILY}\b",
        ),
    )
)
"""How people write of a child; the name is in the group ``name``."""

_WITH_A_CAPITAL = """
maths english science history geography art music computing phonics reading writing drama french spanish latin
german oracy spelling grammar handwriting drawing dance gymnastics swimming cooking forest school assembly
teacher teachers teaching staff children pupils class classes learning outdoor shared guided whole story lessons
lesson work books displays behaviour reception nursery the a an our their his her every each this that some all
monday tuesday wednesday thursday friday christmas easter mr mrs ms miss dr headteacher senco sendco ta tas
everyone everybody someone mixed religious education topic vocabulary today yesterday child boy girl school's
year autumn spring summer
little wandle white rose numicon tapestry romans vikings tudors victorians egyptians greeks beowulf paddington gruffalo
"""

NOT_NAMES = frozenset(_WITH_A_CAPITAL.split())
"""Words with a capital that stand where a name could."""

AWAY = re.compile(
    r"\b(?:sick(?:ness)?|ill(?:ness)?|poorly|unwell|hospital|surgery|maternity|paternity|pregnan\w+|miscarriage|ivf|"
    r"bereave\w+|funeral|stress|depress\w+|anxiety|cancer|chemo\w*|migraines?|operation|dentist|doctor'?s?|"
    r"gp appointment|counsell\w+|occupational health|compassionate leave|divorc\w+|disciplinary|suspended|covid|"
    r"broken (?:arm|leg|foot|ankle|wrist)|bad back|menopaus\w+|rehab|"
    r"vegetarian|vegan|halal|kosher|coeliac|gluten[- ]free|nut allergy|allerg\w+|diabet\w+|epilep\w+|ramadan|muslim|"
    r"christian|jewish|hindu|sikh|mat leave|signed off|having a baby|mental health|phased return|"
    r"bad (?:knee|hip|shoulder))\b",
    re.IGNORECASE,
)
"""Words for health, family, diet or faith. Only for boxes that speak of one member of staff or guest."""

_OFF_WITH = (
    r"sick(?:ness)?|ill(?:ness)?|poorly|unwell|stress|covid|flu|depression|anxiety|a (?:bad back|migraine|broken \w+)"
)
_WHY = (
    r"maternity|paternity|mat leave|in hospital|pregnan\w+|bereave\w+|signed off|suspended|on a phased return|"
    r"having (?:chemo\w*|surgery|an operation|a baby|a scan|ivf)"
)
SAYS_WHY_AWAY = re.compile(
    r"\b(?:"
    rf"(?:off|away|out|absent)(?: with| on| because of| due to)? (?:{_OFF_WITH}|{_WHY})|"
    rf"(?:is|was|been|being|isn't|head|\w+['\u2019]s(?! (?:bereave|suspended))) (?:still )?(?:on )?(?:{_WHY})|"
    r"(?:sick|mat|maternity|paternity|compassionate|bereavement|adoption) leave|"
    r"signed off (?:with|for|by)|"
    r"(?:hospital|doctor'?s?|gp|dentist|scan|ivf|counselling) appointment|chemotherapy|miscarriage|"
    r"(?:his|her|their|a family) (?:\w+ )?(?:funeral|bereavement|divorce)|occupational health"
    r")\b(?!-)",
    re.IGNORECASE,
)
"""How people say in any text that somebody is away for such a reason; the bare words are of lessons as often."""


def colleagues(year: YearSnapshot) -> frozenset[str]:
    """Return every word of the names on Staff and Guests, in lower case and with straight apostrophes."""
    return year.over(_words_of_names, Person, Guest)


def _words_of_names(people: Sequence[Person], guests: Sequence[Guest]) -> frozenset[str]:
    names = [*(person.name for person in people), *(guest.name for guest in guests)]
    return frozenset(word for name in names for word in _WORDS.findall(name.casefold().replace("\u2019", "'")))


def may_be_private(year: YearSnapshot, text: str) -> bool:
    """Tell whether a text seems to name a pupil, or to say why somebody is away."""
    return says_why_away(text) or may_name_a_pupil(text, year.once(colleagues))


def may_name_a_pupil(text: str, staff: Collection[str]) -> bool:
    """Tell whether a text seems to name a child.

    Args:
        text: what was written of a visit or a class.
        staff: see `colleagues`: "Meera in Y3" is one of them.
    """
    return any(name not in staff for name in _names_in(text))


@lru_cache(maxsize=8192)
def _names_in(text: str) -> frozenset[str]:
    """Return, in lower case, what stands where people write a child's name; a text is looked through once."""
    found = (match["name"] for pattern in PUPIL for match in pattern.finditer(text))
    return frozenset(name.replace("\u2019", "'").removesuffix("'s").casefold() for name in found) - NOT_NAMES


@lru_cache(maxsize=8192)
def may_tell_why_away(text: str) -> bool:
    """Tell whether a note on a person seems to say why they are away, or something else of their private life."""
    return AWAY.search(text) is not None or says_why_away(text)


def for_everybody(note: str) -> str:
    """Return a note on a day as other schools may read it: "" where it seems to be of somebody's private life."""
    return "" if says_why_away(note) or may_name_a_pupil(note, ()) else note


@lru_cache(maxsize=8192)
def says_why_away(text: str) -> bool:
    """Tell whether a text about anything seems to say why somebody is away."""
    return SAYS_WHY_AWAY.search(text) is not None
