"""No cell of any length or content raises, or costs more than its length is worth, in any reader."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kaizen.domain
import kaizen.rules
import kaizen.sheet
from kaizen.domain.cleaning import clean, clean_lines
from kaizen.domain.codes import next_code
from kaizen.domain.dates import SchoolYear
from kaizen.domain.record import Record
from kaizen.sheet.cell_dates import read_date
from kaizen.sheet.cell_numbers import read_money, read_whole
from kaizen.sheet.cell_readers import reader_for
from kaizen.sheet.cell_times import read_limit, read_moment, read_time
from kaizen.sheet.cells import LONGEST, Cell, Names, Read
from kaizen.sheet.column_rules import accepts, texts_in
from kaizen.sheet.demo import demo_grids
from kaizen.sheet.findings import Outcome
from kaizen.sheet.headings import heading_key
from kaizen.sheet.layout import ALL_TABS, KAIZEN, SETTINGS, Column, Kind, Tab
from kaizen.sheet.look_alikes import look_alike
from kaizen.sheet.provisioning import Here, what_is_here
from kaizen.sheet.reading import YearReader
from kaizen.sheet.refs import key_of
from kaizen.sheet.row_formulas import relative
from kaizen.sheet.rows import read_tab
from kaizen.sheet.setting_rows import ALL_SETTINGS, read_settings
from kaizen.sheet.text import did_you_mean, match_key
from tests.sheet.grids import CONTEXT, YEAR, told
from tests.sheet.steps import RegexSteps, lines_run

RUNS = (
    *("9", "9:00 ", " ", "\u2800", ",", "-", "(", ". ", "22 Feb ", "a", "to ", "\u00e9", "\u0430", "a\u0301\u0316"),
    *("\u0301\u0316", "\u0663", "\u00bd", "1,000,", "Ann <", "@", "a@b.", "& ", "\u200d", "\U0001f3f3\ufe0f", "=", "'"),
    *("\ud800", "9/", "2027-", "|", "~", "#", "W1 ", ">", "a-", "\n", "\ufe0f", "\u00b2", "0", "A1:", "=A9+"),
)
"""What a hostile or unlucky cell is made of, again and again."""

DEMO = demo_grids()
RECORD_TABS = [tab for tab in ALL_TABS if tab.record is not None]
SMALL = {title: grid[:4] for title, grid in DEMO.items()} | {SETTINGS.title: DEMO[SETTINGS.title]}
BEFORE = ("Yes, ", "22 Feb 2027 ", "W", "9:00 ", "max 3 ", "")


def repeated(run: str, length: int) -> str:
    return (run * (length // len(run) + 1))[:length]


HOSTILE = st.builds(
    lambda before, run, length, after: before + repeated(run, length) + after,
    st.sampled_from(BEFORE),
    st.sampled_from(RUNS),
    st.sampled_from([1, 20, LONGEST - 1, LONGEST + 1, 5_000]),
    st.sampled_from(["", "!", "9", " Mon", "\u00e9"]),
)

COLUMNS = {
    (column.kind, column.options, column.rule, tab.title if column.kind is Kind.CHOICE else ""): (tab, column)
    for tab in RECORD_TABS
    for column in tab.columns
}
"""One column for each way of reading."""


def readers() -> list[tuple[Tab, Column]]:
    return [*COLUMNS.values(), *((SETTINGS, setting.column) for setting in ALL_SETTINGS)]


@given(text=HOSTILE)
@settings(max_examples=60, deadline=None)
def test_every_reader_has_an_answer_to_every_text(text: str) -> None:
    for tab, column in readers():
        record = tab.record if tab is not SETTINGS else None
        assert isinstance(reader_for(column, record, CONTEXT)(text), Read)
    for closes in (True, False):
        read_limit(text, YEAR, closes=closes)


@given(text=HOSTILE)
@settings(max_examples=100, deadline=None)
def test_so_has_whatever_else_looks_at_a_cell(text: str) -> None:
    condition = {"type": "DATE_BETWEEN", "values": [{"userEnteredValue": text}, {"userEnteredValue": "1/9/26"}]}
    for kind in ("DATE_BETWEEN", "NUMBER_BETWEEN", "ONE_OF_LIST", "ONE_OF_RANGE"):
        accepts({"condition": {**condition, "type": kind}}, lambda _: [text], YEAR)
    texts_in(text, text, DEMO)
    relative(text, 3)
    next_code("W", [text, f"W{text}"])
    SchoolYear.named(text)
    heading_key(text)
    look_alike(text)
    did_you_mean(text, ["Larkfold", text])
    what_is_here({KAIZEN.title: [["schema", text], [text, "1"]]})
    for tab in RECORD_TABS:
        key_of(tab, {tab.key[0]: text}, text)


@pytest.mark.parametrize("tab", RECORD_TABS, ids=lambda tab: tab.title)
@given(text=HOSTILE)
@settings(max_examples=8, deadline=None)
def test_a_year_with_such_a_cell_in_every_column_is_read(tab: Tab, text: str) -> None:
    row: list[Cell] = [text] * len(tab.headings)
    if tab is SETTINGS:
        rows: list[list[Cell]] = [[setting.name, text] for setting in ALL_SETTINGS]
    else:
        whole = list(SMALL[tab.title][1])
        rows = [row, *([*whole[:at], text, *whole[at + 1 :]] for at in range(len(whole)))]
    reading = YearReader().read(SMALL | {tab.title: [list(tab.headings), *rows]})
    assert "doesn't know why" not in " ".join(told(reading.findings))


def patterns() -> list[tuple[str, re.Pattern[str], set[str]]]:
    """Return every regular expression of the rooms that read cells, and how it is used."""
    found = []
    for package in (kaizen.sheet, kaizen.domain, kaizen.rules):
        for one in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(one.name)
            source = inspect.getsource(module)
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    used = set(re.findall(rf"\b{name}\.(\w+)\(", source))
                    found.append((f"{one.name}.{name}", value, used))
    return found


def steps(pattern: re.Pattern[str], used: set[str], text: str) -> int:
    whole = RegexSteps(pattern, text).fullmatch() if used & {"fullmatch", "match"} else 0
    return whole + (RegexSteps(pattern, text).search() if used - {"fullmatch", "match"} else 0)


@pytest.mark.parametrize(("name", "pattern", "used"), [pytest.param(*one, id=one[0]) for one in patterns()])
def test_no_expression_takes_more_than_its_share_of_steps(name: str, pattern: re.Pattern[str], used: set[str]) -> None:
    for run in RUNS:
        for before, after in (("", "!"), ("1", "!"), ("a", "\u00e9")):
            short, long = (" ".join(f"{before}{repeated(run, n)}{after}".split()) for n in (30, 90))
            once, thrice = steps(pattern, used, short), steps(pattern, used, long)
            assert thrice <= 4 * once + 300, f"{name} at {short[:20]!r}: {once} steps, then {thrice}"


def test_the_counter_finds_an_expression_that_backtracks() -> None:
    bad = re.compile(r"\d[a-z ,]*(?:-|\bto\b|\band\b|&)[a-z ]*\d")
    once, thrice = (steps(bad, {"search"}, "1" + repeated(" to", n)) for n in (30, 90))
    assert thrice > 4 * once + 300
    assert RegexSteps(re.compile(r"(?i)(a|b)\1+?$"), "xBBB").search() > 0
    assert RegexSteps(re.compile(r"^(?<!x)a\b(?:bc){1,2}?[^\S]"), "abc").fullmatch() > 0


@pytest.mark.parametrize("run", RUNS)
def test_twice_the_text_runs_twice_the_lines_at_most(run: str) -> None:
    for tab, column in readers():
        read = reader_for(column, tab.record if tab is not SETTINGS else None, CONTEXT)
        once, twice = (lines_run(partial(read, repeated(run, n))) for n in (700, 1400))
        assert twice <= 2 * once + 60, f"{column.heading}: {once} lines, then {twice}"


def test_accents_by_the_thousand_are_put_in_order_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    import unicodedata  # noqa: PLC0415 - the one of the module is watched

    pieces: list[int] = []
    whole = unicodedata.normalize
    monkeypatch.setattr(
        "kaizen.domain.cleaning.unicodedata.normalize", lambda form, text: pieces.append(len(text)) or whole(form, text)
    )
    clean("a" + "\u0301\u0316" * 20_000)
    assert max(pieces) == 200
    assert clean("e\u0301" * 2_000) == "\u00e9" * 2_000


@pytest.mark.parametrize(
    "text", ["\u2800", "\u2800 \u2800", "\u200d\u200d\u200d\u200d", "\ufe0f", "\ufffa", "\U0001d159"]
)
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert clean(text) == clean_lines(text) == match_key(text) == ""


def test_an_empty_braille_cell_is_a_space() -> None:
    assert clean("\u2800Ann\u2800Lee") == "Ann Lee"


def test_a_text_that_is_too_long_for_one_value_is_asked_about_in_full_view() -> None:
    read = read_date("9" * 4_300, YEAR)
    assert (read.outcome, read.value) == (Outcome.QUERIED, None)
    assert read.sentence == f'"{"9" * 59}\u2026" is too long to be read here.'
    assert read_time("9:00 " * 1_000).outcome is Outcome.QUERIED
    assert read_date("22/02/2027" + " " * 1_000, YEAR).value is not None


def test_a_day_with_a_time_is_a_day_and_one_with_many_is_a_question() -> None:
    assert read_date("22 Feb 2027 9:00", YEAR).outcome is Outcome.NOTED
    assert read_date("22 Feb 2027 " + "9:00 " * 40, YEAR).outcome is Outcome.QUERIED
    assert read_moment("9:00 " * 60, YEAR).outcome is Outcome.QUERIED


def test_numbers_beyond_all_reason_are_questions() -> None:
    assert read_whole("1" + ",000" * 70).outcome is Outcome.QUERIED
    assert read_money("\u00a31" + ",000" * 70).outcome is Outcome.QUERIED
    assert SchoolYear.named("9999-00") is None
    assert SchoolYear.named("0000-01") is None
    assert what_is_here({KAIZEN.title: [["schema", "9" * 5_000]]}) is Here.FOREIGN


def test_a_code_of_thousands_of_digits_is_nobodys_number() -> None:
    assert next_code("W", ["W07", "W" + "9" * 5_000]) == "W08"
    assert next_code("W", ["W999999999", "W1000000000"]) == "W1000000001"


def test_years_to_keep_something_are_at_most_a_lifetime() -> None:
    grid = [list(SETTINGS.headings), ["Keep bookings for", 1_000_000], ["Keep visit logs for", "2 years"]]
    reading = YearReader().read(SMALL | {SETTINGS.title: grid})
    assert (reading.year.settings.keep_bookings_for, reading.year.settings.keep_logs_for) == (3, 2)
    assert any("more than 99 years" in line for line in told(reading.findings))


class Fragile(Record):
    """A row whose model breaks in a way that nobody foresaw."""

    event: str = ""

    def model_post_init(self, _context: object) -> None:
        if self.event == "boom":
            raise RuntimeError("private words")


def test_a_row_that_breaks_its_reader_is_asked_about_and_the_others_count(caplog: pytest.LogCaptureFixture) -> None:
    tab = Tab("Fragile", "", (Column("Event", "event", Kind.TEXT, needed=True),), record=Fragile, key=("event",))
    reading = read_tab(tab, [["Event"], ["Fair"], ["boom"], ["Play"]], CONTEXT)
    assert [record.ref for record in reading.records] == ["Fair", "Play"]
    (line,) = told(reading.findings)
    assert line.startswith("QUERIED Fragile row 3: The app can't read this and doesn't know why. It stays in the sheet")
    assert line.endswith("The row is left out until it is put right.")
    assert "RuntimeError" in caplog.text
    assert "private words" not in caplog.text


class Unreliable(Names):
    """Names of schools that cannot be looked up."""

    def called(self, text: str) -> tuple[str, ...]:
        raise RuntimeError(text)


def test_a_setting_that_breaks_its_reader_is_asked_about_and_the_others_count() -> None:
    rows: list[list[Cell]] = [["Host school", "Larkfold"], ["Workshops each", 4]]
    tab = read_tab(SETTINGS, [list(SETTINGS.headings), *rows], CONTEXT)
    told_settings, findings = read_settings(tab, replace(CONTEXT, schools=Unreliable()))
    assert (told_settings.host_school, told_settings.workshops_each) == ("", 4)
    (line,) = told(findings)
    assert line.startswith("QUERIED Settings row 2, Value: The app can't read this and doesn't know why.")
    assert line.endswith("The usual value counts for now.")
