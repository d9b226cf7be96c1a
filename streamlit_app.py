"""The app: ``streamlit run streamlit_app.py``.

The main script is in a folder that has no ``pages`` in it, because beside one Streamlit would run a
page that is asked for by its address without the main script.
"""

import streamlit as st
from starlette.middleware import Middleware

from kaizen.ui.callback import CallbackExplained
from kaizen.ui.doors import Doors
from kaizen.ui.frames import WithoutPlaces
from kaizen.ui.serving import lifespan, mishap

app = st.App(
    "kaizen/ui/router.py",
    lifespan=lifespan,
    middleware=[Middleware(Doors), Middleware(CallbackExplained), Middleware(WithoutPlaces)],
    on_script_error=mishap,
)
