"""What may stand in a box of a form."""

from __future__ import annotations

import pytest

from kaizen.rules.typed_text import LONG_TEXT, NEVER_TIDIED, against_choice, against_text, tidy, tidy_lines


def _sentences(text: str, *, needed: bool) -> list[str]:
    return [reason.sentence for reason in against_text("saw", "What I saw", text, LONG_TEXT, needed=needed)]


@pytest.mark.parametrize("text", ["", "  \n\t", "\u00a0"])
def test_a_needed_box_is_not_blank(text: str) -> None:
    assert _sentences(text, needed=True) == ["Please fill in \u201cWhat I saw\u201d."]
    assert _sentences(text, needed=False) == []


def test_a_text_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert _sentences(" " + "a" * LONG_TEXT + "\n", needed=True) == []
    assert _sentences("a" * (LONG_TEXT + 1), needed=True) == [
        "\u201cWhat I saw\u201d is 2,001 letters long; at most 2,000, please."
    ]


def test_a_choice_is_one_of_its_list() -> None:
    def about(choice: str, options: tuple[str, ...] = ("Maths", "Oracy")) -> list[str]:
        return [reason.sentence for reason in against_choice("focus", "Focus", choice, options)]

    assert about(" Maths ") == []
    assert about("") == ["Please choose \u201cFocus\u201d."]
    assert about("Sums") == ["\u201cSums\u201d is not one of the choices for \u201cFocus\u201d: Maths or Oracy."]
    assert about("Sums", ()) == []


def test_a_long_choice_is_not_repeated_whole() -> None:
    (reason,) = against_choice("focus", "Focus", "\ud800" + "y" * 100, ("Maths",))
    assert (
        reason.sentence == f"\u201c\ufffd{'y' * 58}\u2026\u201d is not one of the choices for \u201cFocus\u201d: Maths."
    )


def test_with_an_empty_list_a_choice_is_a_few_words() -> None:
    assert [reason.about for reason in against_choice("focus", "Focus", "y" * 201, ())] == ["focus"]
    assert [reason.about for reason in against_choice("focus", "Focus", "\ue000", ())] == ["focus"]


@pytest.mark.parametrize(
    "mark",
    ["\x00", "\ud800", "\ufdd0", "\uffff", "\ue000", "\uf0b7", "\U0001fffe", "\U000f0000", "\U0010ffff"],
)
def test_what_is_no_text_is_refused_and_the_person_told_where(mark: str) -> None:
    cannot = "\u201cWhat I saw\u201d has a character in it that cannot be kept"
    mend = "Please delete it there, or type that part again."
    assert _sentences(f"{mark} Role cards", needed=True) == [f"{cannot}, at the very beginning. {mend}"]
    assert _sentences(f"Talk partners with role\ncards {mark}", needed=False) == [
        f"{cannot}, straight after \u201cwith role cards\u201d. {mend}"
    ]
    for tidied in (tidy, tidy_lines):
        assert tidied(f" a {mark} ") == f" a {mark} "


def test_one_line_and_several_are_tidied() -> None:
    assert tidy(" Anne\u200b \r\n Marie\u202e ") == "Anne Marie"
    assert tidy_lines(" Zoe\u0308 \r\n  two\u2028three ") == "Zo\u00eb \n  two\nthree"


def test_a_text_that_would_take_minutes_is_refused_at_once() -> None:
    endless = "a" + "\u0301\u0316" * 500_000
    assert _sentences(endless, needed=True) == [
        "\u201cWhat I saw\u201d is 1,000,001 letters long; at most 2,000, please."
    ]
    assert tidy(endless) is tidy_lines(endless) is endless
    assert len(tidy("\u00e9" * NEVER_TIDIED)) == NEVER_TIDIED
