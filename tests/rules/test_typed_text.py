"""What may stand in a box of a form."""

from __future__ import annotations

import pytest

from kaizen.rules.typed_text import LONG_TEXT, against_choice, against_text


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
