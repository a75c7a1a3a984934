"""How Sphinx builds the documentation; `make docs` runs it from the top of the tree."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

project = "apsgen"
author = copyright = "the apsgen developers"
release = import_module("apsgen").__version__

# The source is the whole tree, so that links to the README and to the cases lead somewhere.
root_doc = "docs/index"
include_patterns = ["*.md", "cases/*.md", "docs/*.md", "docs/**/*.md"]
exclude_patterns = ["docs/_build", ".*"]
extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc", "docs.extension"]

myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_type_aliases = {"Floats": "Floats", "Rationals": "Rationals"}
numpydoc_show_class_members = False
python_maximum_signature_line_length = 88

# Nothing is fetched at build time, so names of other packages lead nowhere; nor do those of
# modules that the reference leaves out.
nitpick_ignore_regex = [("py:.*", r"(?!apsgen\.\w+$).*")]

html_theme = "furo"
html_title = f"{project} {release}"
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_additional_pages = {"index": "to_the_index.html"}
html_static_path = ["_static"]
html_css_files = ["pages.css"]
templates_path = ["_templates"]
