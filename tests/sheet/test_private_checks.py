"""A gentle word to the writer's school: where a pupil may be named, and where it may be told why somebody is away."""

from __future__ import annotations

import pytest

from kaizen.sheet.demo import demo_grids
from tests.sheet.grids import changed, demo_with

DEMO = demo_grids()

CHILD, ILL = "lovely work, a boy called Kayden in Y3", "Sam is having chemo"


@pytest.mark.parametrize(
    ("tab", "heading", "text", "word"),
    [
        ("Visit notes", "What I saw", CHILD, "name a pupil"),
        ("Follow-ups", "What", CHILD, "name a pupil"),
        *((tab, "Notes", CHILD, "name a pupil") for tab in ("Staff", "Bookings", "Guests", "Costs")),
        *((tab, "Notes", ILL, "why they are away") for tab in ("Staff", "Bookings", "Guests", "Costs")),
        ("Visits", "Travel", CHILD, "name a pupil"),
        ("Visits", "Travel", ILL, "why they are away"),
        ("Visits", "Seeing", CHILD, "name a pupil"),
        ("Visit notes", "Thank you", ILL, "why they are away"),
        ("Follow-ups", "What happened", ILL, "why they are away"),
        ("Workshops", "What it's about", CHILD, "name a pupil"),
        ("Costs", "What", ILL, "why they are away"),
        *((tab, "Notes", CHILD, "name a pupil") for tab in ("Dates", "Sessions", "Visit days", "Events")),
        *((tab, "Notes", ILL, "why they are away") for tab in ("Dates", "Sessions", "Visit days", "Events")),
        ("Feedback", "What would make it better?", ILL, "why they are away"),
    ],
)
def test_a_word_to_the_writers_school_without_the_words(tab: str, heading: str, text: str, word: str) -> None:
    reading = demo_with(**{tab: changed(DEMO[tab], 2, heading, text)})
    (told,) = [one for one in reading.findings if one.private and one.place.tab == tab and one.place.row == 2]
    assert word in told.sentence
    assert told.found == ""
    assert text not in told.sentence
    school = {"Costs": "Paid by", "Visits": "From", "Visit notes": "From", "Dates": "", "Feedback": ""}.get(
        tab, "School"
    )
    stands = dict(zip(DEMO[tab][0], DEMO[tab][1], strict=False)).get(school, "")
    assert not stands or told.who.school == stands


def test_a_colleague_in_a_class_is_no_pupil() -> None:
    name = str(DEMO["Staff"][1][0]).split()[0]
    reading = demo_with(**{"Visit notes": changed(DEMO["Visit notes"], 2, "What I saw", f"I watched {name} in Y3")})
    assert not any(one.private for one in reading.findings)
