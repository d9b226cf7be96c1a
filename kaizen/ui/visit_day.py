"""A school's uncommon INSET day: which day, whether it would do, and who goes where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaizen.domain.visit import VisitDayStatus
from kaizen.domain.wording import said
from kaizen.rules.access import Action, may
from kaizen.rules.day_reasons import together
from kaizen.rules.uncommon_days import days_to_plan_for
from kaizen.rules.visiting import Answer, HostOption, check_visit_day, host_options
from kaizen.services.visiting import DropVisitDay, ProposeVisitDay
from kaizen.sheet import layout
from kaizen.ui import added_questions, forms, show

if TYPE_CHECKING:
    from datetime import date

    from kaizen.domain.network import Person
    from kaizen.domain.record import SchoolName
    from kaizen.domain.visit import Visit, VisitDay
    from kaizen.domain.year import YearSnapshot
    from kaizen.engine.office import Office

SAFEGUARDING = "**Worried about a child?** Tell the host's safeguarding lead now. Not in this app."


def day_of(year: YearSnapshot, school: SchoolName) -> VisitDay | None:
    """Return the school's uncommon INSET day, a dropped one only where there is no other."""
    days = [row for row in year.visit_days if row.school == school]
    standing = [row for row in days if row.status is not VisitDayStatus.DROPPED]
    return next(iter(standing or days), None)


def our_day(office: Office, me: Person) -> VisitDay | None:
    """Show the day of the person's school with its check; heads may choose one. Returns the day."""
    year = office.year
    ours = day_of(year, me.school)
    show.block([SAFEGUARDING, show.headed(f"{me.school}: uncommon INSET day"), _told(ours)])
    if ours is not None and ours.status is not VisitDayStatus.DONE:
        answer(year, me.school, ours.date)
    if may(year, me.email, Action.CHOOSE_VISIT_DAY, me.school):
        _choose_day(office, me, ours)
    return ours


def _told(ours: VisitDay | None) -> str:
    if ours is None:
        return "No day has been chosen yet."
    agreed = " by" if ours.status is VisitDayStatus.AGREED else ", agreed by"
    by = f"{agreed} {ours.agreed_by}" if ours.agreed_by else ""
    return show.filled("**{}** · {}{}", said(ours.date), ours.status, by)


def answer(year: YearSnapshot, school: SchoolName, day: date) -> None:
    """Show in words whether the day would do for the school, with a mark whose shape says it too."""
    check = check_visit_day(year, school, day)
    reasons = together(year, school, (*check.blocks, *check.advice, *check.notes))
    if check.answer is Answer.YES and not reasons:
        show.good("Yes, this day would do: every other school is in full operation.")
    elif check.answer is Answer.YES:
        show.good("Yes, this day would do. Worth knowing: " + "; ".join(reasons) + ".")
    elif check.answer is Answer.ASK:
        show.caution("Not advised. Ask these schools first, or choose another day:", reasons)
    else:
        show.problem("No, this day would not do:", reasons)


def _choose_day(office: Office, me: Person, ours: VisitDay | None) -> None:
    if ours is not None and ours.status is VisitDayStatus.DONE:
        return
    form = forms.Form(office, "visit-day", layout.VISIT_DAYS)
    day = form.ask("date", label="Try another day" if ours else "Try a day")
    if day is not None:
        show.line("**{}**", said(day))
        answer(office.year, me.school, day)
    if ours is not None and ours.date in days_to_plan_for(office.year, me.school, office.now().date()):
        _drop_first(office, me, ours)
        form.tell()
        return
    forms.Buttons(office, "drop-visit-day").tell()
    added_questions.ask(form)
    form.send("Propose this day", lambda key: ProposeVisitDay(me.email, me.school, day, key), type="secondary")


def _drop_first(office: Office, me: Person, ours: VisitDay) -> None:
    if ours.status is VisitDayStatus.AGREED:
        show.small(
            "{} is agreed. To change it, agree another day with the other heads; then edit it in the sheet.",
            said(ours.date),
        )
        return
    show.small("A school has one day at a time. To propose another one, drop {} first.", said(ours.date))
    button = forms.Buttons(office, "drop-visit-day")
    button.offer(
        f"Drop {said(ours.date)}", said(ours.date), lambda key: DropVisitDay(me.email, me.school, ours.date, key)
    )
    button.tell()


def who_goes_where(office: Office, school: SchoolName, day: date) -> None:
    """List every host of the day with who goes there from the school, and the places left while that matters."""
    to_come = day >= office.now().date()
    told = [
        f"{option.host}: {_going(option.going)}.{_left(option) if to_come else ''}"
        for option in host_options(office.year, school, day)
        if option.going or (to_come and not option.why_not)
    ]
    show.points(told, under="Who goes where" if to_come else "Who went where", nothing="Nobody yet.")


def _left(option: HostOption) -> str:
    return f" Places left: {option.left}."


def _going(visits: tuple[Visit, ...]) -> str:
    people = (f"{visit.name or visit.email} ({visit.focus or 'focus open'})" for visit in visits)
    return ", ".join(people) or "nobody yet"
