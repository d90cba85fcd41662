"""The manual: `make manual` builds it with Sphinx, offline; commands and pictures in it are made by the build."""

import os
import sys
from importlib.metadata import version as version_of
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "extensions"))
# the commands of the manual are those of this environment
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

project = "sitmap"
author = "The sitmap authors"
copyright = "The sitmap authors, MIT licence"  # noqa: A001 - the name that Sphinx asks for
release = version = version_of("sitmap")

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
    "commands",
    "reference_pages",
]
root_doc = "index"
exclude_patterns = ["_build", "extensions", "README.md"]
language = "en"
default_role = "code"

myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
# frames are shown as text where a reader's notebook would draw them
nb_execution_show_tb = True
suppress_warnings = ["config.cache"]

autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_ivar = True

html_theme = "pydata_sphinx_theme"
html_title = f"sitmap {release}"
html_theme_options = {
    "show_prev_next": True,
    "navigation_with_keys": False,
    "footer_start": ["copyright"],
    "footer_end": [],
    "use_edit_page_button": False,
}
html_sidebars = {"index": []}
html_show_sourcelink = False
html_static_path = ["static"]
html_css_files = ["manual.css"]
