"""Who you are, beside every page: sign out here, or on every device."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kaizen.services.accounts import SignOutEverywhere
from kaizen.ui import forms, gate, identity, show

if TYPE_CHECKING:
    from kaizen.domain.network import Person
    from kaizen.engine.office import Office


def side_bar(office: Office, me: Person) -> None:
    """Say who is using the app, and let them leave."""
    with st.sidebar:
        if identity.is_chosen(office):
            st.button(
                show.filled("You are **{}**. Be somebody else", me.name),
                on_click=identity.leave,
                width="stretch",
                key="shell.leave",
            )
            return
        show.small("You are **{}**.", me.name)
        gate.sign_out(office, "Sign out")
        buttons = forms.Buttons(office, "account")
        buttons.offer(
            "Sign out on every device",
            "everywhere",
            lambda key: SignOutEverywhere(me.email, me.email, key, identity.latest(office.year)),
        )
        buttons.tell()
