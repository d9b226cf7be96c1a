"""What people sign in with, and those who ask to be let in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from kaizen.domain.record import Email, Record, SchoolName


class Account(Record):
    """A row of the hidden tab that binds what somebody signs in with to a row of Staff or Guests.

    Attributes:
        issuer: who vouches for the account, as the provider's tokens name it.
        subject: the account's name with that issuer; unlike an address it never goes to somebody else.
        email: of the row of Staff or Guests; "" once that has been taken away.
        bound_at: local time of the first sign-in.
        valid_from: in UTC without a zone, to the second; a sign-in that is not later does not count any more.
    """

    issuer: str
    subject: str
    email: Email = Email("")
    bound_at: datetime | None = None
    valid_from: datetime | None = None


class Answer(StrEnum):
    """What has become of somebody's asking."""

    ASKED = "Asked"
    YES = "Yes"
    NO = "No"


class JoinRequest(Record):
    """Somebody who has signed in with an address of a school and is not on Staff."""

    asked_at: datetime | None = None
    name: str
    email: Email
    school: SchoolName
    role: str
    answer: Answer = Answer.ASKED
