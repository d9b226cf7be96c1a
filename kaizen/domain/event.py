"""Other meetings of the network, what they cost, and what people said of them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from kaizen.domain.record import Record, SchoolName


class Event(Record):
    """A briefing, forum, conference or other shared occasion."""

    id: str
    date: date
    starts: time | None = None
    ends: time | None = None
    kind: str
    title: str
    where: SchoolName
    for_whom: str = ""
    lead: str = ""
    notes: str = ""


class Cost(Record):
    """Money one school has paid, and how it is to be shared.

    Attributes:
        amount: pounds; negative for a refund.
    """

    id: str
    date: date
    what: str
    event: str = ""
    paid_to: str = ""
    amount: Decimal
    paid_by: SchoolName
    split: str
    invoice: str = ""
    notes: str = ""


class Feedback(Record):
    """One anonymous answer; scores are 1 to 5, None where left blank."""

    sent_at: datetime | None = None
    event: str
    school: SchoolName = SchoolName("")
    role: str = ""
    keynote: int | None = None
    workshops: int | None = None
    organisation: int | None = None
    use_soon: str = ""
    differently: str = ""
    better: str = ""
    visit_school: SchoolName = SchoolName("")
