"""Names under which the app answers, where whoever hosts it has set them.

``KAIZEN_ALLOWED_HOSTS`` in the environment, with commas between them, or ``allowed_hosts`` in the secrets, a list.
Without them any name will do: the name that a host gives the app isn't known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from kaizen.errors import SetupError

SEEN_AT: Final = "/_kaizen/host"
"""Where the app says under which name it has been called."""

PATIENCE: Final = 5.0
LONGEST: Final = 253


def allowed_hosts(environment: Mapping[str, str], secrets: Mapping[str, Any]) -> list[str]:
    """Return the names; none where nobody has set them.

    Raises:
        SetupError: they are no list of names.
    """
    given = environment.get("KAIZEN_ALLOWED_HOSTS", "").split(",") if environment.get("KAIZEN_ALLOWED_HOSTS") else None
    names = secrets.get("allowed_hosts", []) if given is None else given
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise SetupError('allowed_hosts in the secrets is a list such as ["kaizen.our-network.example"].')
    return [name.strip().lower() for name in names if name.strip()]


def advice(allowed: list[str], secrets: Mapping[str, Any]) -> tuple[bool, str] | None:
    """Return whether all is well with the names, and a sentence; None where there is nothing to say.

    The app is asked, at the address that people come back to when they sign in, which name it sees.
    """
    auth = secrets.get("auth")
    back = urlsplit(str(auth.get("redirect_uri", "")) if isinstance(auth, Mapping) else "")
    would = back.hostname or ""
    if not would and not allowed:
        return None
    seen = _seen(f"{back.scheme}://{back.netloc}{SEEN_AT}") if would else ""
    sees = f"The app sees \u201c{seen}\u201d." if seen else "The app couldn't be asked which name it sees."
    if not allowed:
        return True, f'any name will do. To allow one: allowed_hosts = ["{would}"]. {sees}'
    name = seen.rpartition(":")[0] if seen.rpartition(":")[2].isdigit() else seen
    well = not seen or any(_covers(one, name) for one in allowed)
    return well, f"only {', '.join(allowed)}. {sees}{'' if well else ' Nobody can open it under that name.'}"


def _covers(allowed: str, name: str) -> bool:
    return allowed in {"*", name} or (allowed.startswith("*.") and name.endswith(allowed[1:]))


def _seen(address: str) -> str:
    try:
        answer = requests.get(address, timeout=PATIENCE, allow_redirects=False)
    except requests.RequestException:
        return ""
    text = answer.text
    return text if answer.ok and 0 < len(text) <= LONGEST and text.isprintable() and " " not in text else ""
