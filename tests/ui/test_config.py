"""The settings of the app, and the main script."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from streamlit import config

HOUSE = Path(__file__).parents[2]
TOLD = tomllib.loads((HOUSE / ".streamlit" / "config.toml").read_text("utf-8"))

NEEDED = {
    "runner.postScriptGC": False,
    "logger.enableRich": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "server.enableAgentApi": False,
    "server.enableStaticServing": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.maxUploadSize": 5,
    "server.maxMessageSize": 1,
    "browser.gatherUsageStats": False,
}


def _flat(section: dict[str, object], prefix: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in section.items():
        found |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}": value}
    return found


@pytest.mark.parametrize(("option", "value"), NEEDED.items())
def test_a_setting_is_as_it_must_be(option: str, value: object) -> None:
    assert _flat(TOLD)[option] == value


def test_streamlit_knows_every_setting() -> None:
    assert [option for option in _flat(TOLD) if option not in config._config_options_template] == []


UNSET = {"server.trustedUserHeaders": {}, "server.corsAllowedOrigins": []}
"""Left as Streamlit has them: no header says who somebody is, and no other site may speak to the app."""


@pytest.mark.parametrize(("option", "value"), UNSET.items())
def test_what_would_let_others_in_is_left_alone(option: str, value: object) -> None:
    assert option not in _flat(TOLD)
    assert not any(name.startswith(f"{option}.") for name in _flat(TOLD))
    assert config._config_options_template[option].value == value


def test_streamlit_takes_the_settings_from_the_file() -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    program = f"from streamlit import config; print([config.get_option(o) for o in {list(NEEDED)}])"
    asked = subprocess.run(
        [sys.executable, "-c", program], cwd=HOUSE, env=clean, capture_output=True, text=True, check=True
    )
    assert ast.literal_eval(asked.stdout) == list(NEEDED.values())


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_and_links_stand_out(theme: str, ground: str) -> None:
    colours = TOLD["theme"][theme]
    assert _contrast(colours["textColor"], colours[ground]) >= 7
    assert _contrast(colours["linkColor"], colours[ground]) >= 4.5
    assert _contrast(colours["borderColor"], colours[ground]) >= 2.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_main_button_can_be_read(theme: str) -> None:
    assert _contrast("#ffffff", TOLD["theme"][theme]["primaryColor"]) >= 4.5


def test_no_font_comes_from_elsewhere() -> None:
    assert [
        option for option, value in _flat(TOLD).items() if "http" in str(value) or "font" in option.lower().split(".")
    ] == []


def test_the_main_script_is_in_a_folder_without_pages() -> None:
    tree = ast.parse((HOUSE / "streamlit_app.py").read_text("utf-8"))
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    script = HOUSE / ast.literal_eval(call.args[0])
    assert script.is_file()
    assert not (script.parent / "pages").exists()
