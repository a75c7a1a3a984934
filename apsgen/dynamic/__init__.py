"""Dynamic mechanisms with commitment: environments, what the literature builds, whether it holds.

Payoffs are totals, discounted to the period at hand; payments are what an agent pays.
"""

from __future__ import annotations

from apsgen.dynamic.checking import DynamicReport, check_dynamic
from apsgen.dynamic.contingent import contingent, contingent_by_programs
from apsgen.dynamic.design import design
from apsgen.dynamic.enforcement import enforced, ergodicity, least_delta
from apsgen.dynamic.environment import Environment
from apsgen.dynamic.grids import lifted, nearest_cells
from apsgen.dynamic.load import environment_of, load_environment
from apsgen.dynamic.mechanism import Claim, DirectMechanism, Rule, shifted
from apsgen.dynamic.pivot import pivot
from apsgen.dynamic.policy import Policy, efficient, worth
from apsgen.dynamic.read import read_dynamic
from apsgen.dynamic.team import balanced_team, expected_externality, flow_team, team
from apsgen.dynamic.write import dynamic_text

__all__ = [
    "Claim",
    "DirectMechanism",
    "DynamicReport",
    "Environment",
    "Policy",
    "Rule",
    "balanced_team",
    "check_dynamic",
    "contingent",
    "contingent_by_programs",
    "design",
    "dynamic_text",
    "efficient",
    "enforced",
    "environment_of",
    "ergodicity",
    "expected_externality",
    "flow_team",
    "least_delta",
    "lifted",
    "load_environment",
    "nearest_cells",
    "pivot",
    "read_dynamic",
    "shifted",
    "team",
    "worth",
]
