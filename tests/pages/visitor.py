"""Somebody at the pages, as Streamlit's own test harness runs them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from streamlit.testing.v1 import AppTest

from kaizen.ui import identity, menu, show
from kaizen.ui.demo_people import demo_people

if TYPE_CHECKING:
    from kaizen.domain.record import Email
    from kaizen.engine.office import Office

ROUTER = Path(__file__).parents[2] / "kaizen" / "ui" / "router.py"
PATIENCE = 30.0
"""Seconds a page may take on a busy machine."""


class Visitor:
    """One session of the app."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.app = AppTest.from_file(str(ROUTER), default_timeout=PATIENCE).run()

    def be(self, label: str) -> Self:
        """Be one of the people the app offers; returns the same visitor."""
        return self.be_with(demo_people(self.office.year)[label].email)

    def be_with(self, email: Email | str) -> Self:
        """Be the person with this address."""
        self.email = email
        self.app.session_state[identity.PERSON] = email
        self.app.session_state[identity.DESK] = identity.Desk()
        self.app.run()
        return self

    def open(self, slug: str) -> Self:
        """Go to a page."""
        self.app.switch_page(f"../../pages/{menu.BY_SLUG[slug].file}").run()
        return self

    def press(self, label: str) -> Self:
        """Press the button whose label contains ``label``."""
        next(button for button in self.app.button if label in bare(button.label)).click().run()
        return self

    def fill(self, label: str, value: Any) -> Self:
        """Answer the question whose label contains ``label``."""
        self.field(label).set_value(value).run()
        return self

    def field(self, label: str) -> Any:
        """Return the question whose label contains ``label``."""
        kinds = (
            "text_input",
            "text_area",
            "selectbox",
            "radio",
            "number_input",
            "date_input",
            "checkbox",
            "multiselect",
        )
        return next(one for kind in kinds for one in self.app.get(kind) if label in bare(one.label))

    def text(self) -> str:
        """Return everything on the page, as it reads, side bar included."""
        kinds = ("title", "header", "subheader", "markdown", "caption", "text", "success", "error", "warning", "info")
        parts = [bare(element.value) for kind in kinds for element in self.app.get(kind)]
        parts += [bare(button.label) for button in self.app.button]
        return "\n".join([*parts, *(bare(str(option)) for radio in self.app.radio for option in radio.options)])

    def told(self) -> str:
        """Return what the page says became of a wish."""
        kinds = (self.app.success, self.app.error, self.app.warning)
        return "\n".join(bare(element.value) for elements in kinds for element in elements)

    def options(self, label: str) -> list[str]:
        """Return the options of a question as they read."""
        return [bare(option) for option in self.field(label).options]


def bare(markdown: str) -> str:
    """Return our own markdown as it reads: no backslashes, no marks for bold."""
    return markdown.replace(show.APART, "").replace("\\", "").replace("**", "")
