"""Dynamic mechanisms with commitment: environments, what the literature builds, whether it holds.

Payoffs are totals, discounted to the period at hand; payments are what an agent pays.
"""

from __future__ import annotations

from apsgen.dynamic.checking import DynamicReport, check_dynamic
from apsgen.dynamic.contingent import contingent, contingent_by_programs
from apsgen.dynamic.contracts import Contract, contracts, offering
from apsgen.dynamic.courses import distortions, revenue
from apsgen.dynamic.design import design
from apsgen.dynamic.enforcement import enforced, ergodicity, least_delta
from apsgen.dynamic.environment import Environment
from apsgen.dynamic.grids import lifted, nearest_cells
from apsgen.dynamic.impulse import autoregressive_responses, impulse_responses, thresholds
from apsgen.dynamic.independence import Evidence, all_evidence
from apsgen.dynamic.load import environment_of, load_environment
from apsgen.dynamic.mechanism import Claim, DirectMechanism, Rule, shifted
from apsgen.dynamic.news import revenue_if_observed
from apsgen.dynamic.pivot import pivot
from apsgen.dynamic.policy import Policy, efficient, worth
from apsgen.dynamic.read import read_dynamic
from apsgen.dynamic.screening import Screening, best_screening
from apsgen.dynamic.sequential import sequential_screening
from apsgen.dynamic.team import balanced_team, expected_externality, flow_team, team
from apsgen.dynamic.uniform import UniformScreening
from apsgen.dynamic.values import Option, Values, posted_price, sales
from apsgen.dynamic.virtual import virtual_surplus
from apsgen.dynamic.write import dynamic_text

__all__ = [
    "Claim",
    "Contract",
    "DirectMechanism",
    "DynamicReport",
    "Environment",
    "Evidence",
    "Option",
    "Policy",
    "Rule",
    "Screening",
    "UniformScreening",
    "Values",
    "all_evidence",
    "autoregressive_responses",
    "balanced_team",
    "best_screening",
    "check_dynamic",
    "contingent",
    "contingent_by_programs",
    "contracts",
    "design",
    "distortions",
    "dynamic_text",
    "efficient",
    "enforced",
    "environment_of",
    "ergodicity",
    "expected_externality",
    "flow_team",
    "impulse_responses",
    "least_delta",
    "lifted",
    "load_environment",
    "nearest_cells",
    "offering",
    "pivot",
    "posted_price",
    "read_dynamic",
    "revenue",
    "revenue_if_observed",
    "sales",
    "sequential_screening",
    "shifted",
    "team",
    "thresholds",
    "virtual_surplus",
    "worth",
]
