"""What has one value for the whole case: parameters, intermediates and delta."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apsgen.case.evaluator import Evaluator
from apsgen.case.expression import ExpressionError, Number, is_name, parse
from apsgen.case.schema import MOST_NAMES
from apsgen.case.scope import Scope
from apsgen.case.section import Section, shown, unknown
from apsgen.case.source import Formula, read_formula, read_source
from apsgen.errors import UsageError

UNUSABLE = "expressions cannot use it; a name is letters, digits and _, and no word of expressions"


@dataclass(frozen=True, slots=True)
class Constants:
    """The parameters and the lines of ``[define]``.

    Attributes
    ----------
    parameters
        Their values; ``None`` for one that has a fault.
    intermediates
        Their expressions; ``None`` for one that has a fault.
    exact
        Whether no parameter was rounded.
    complete
        Whether both tables could be read, so that a name in neither is not defined.
    """

    parameters: Mapping[str, Number | None]
    intermediates: Mapping[str, Formula | None]
    exact: bool
    complete: bool


def read_constants(case: Section, settings: Mapping[str, str]) -> Constants:
    """Read ``[parameters]`` and ``[define]``.

    Parameters
    ----------
    case
        The file.
    settings
        Expressions in the place of those of the file, by parameter.

    Raises
    ------
    UsageError
        When a setting names no parameter or is no number.
    """
    parameters, lines = _names(case, "parameters"), _names(case, "define")
    values = _parameters(parameters, settings) if parameters is not None else {}
    formulas: dict[str, Formula | None] = {}
    if lines is not None:
        for name in lines:
            formulas[name] = _intermediate(lines, name, formulas, values)
    exact = all(value is None or value.exact for value in values.values())
    return Constants(values, formulas, exact, parameters is not None and lines is not None)


def read_delta(
    case: Section, override: str | None, constants: Constants, evaluator: Evaluator
) -> Number | None:
    """Read the discount factor; ``None`` after a fault.

    Parameters
    ----------
    override
        An expression that takes the place of the file's; ``None`` for the file's.

    Raises
    ------
    UsageError
        When the override is no number between 0 and 1.
    """
    key = case.at("delta")
    if "delta" not in case:
        case.missing("delta", ACCEPTED_DELTA)
    source = read_source(case.faults, key, case.data["delta"]) if "delta" in case else None
    value = evaluator.number(source) if override is None else None
    if override is not None:
        value = given("delta", override, constants.parameters)
    # Nearer to 0 or 1 than this a double no longer tells it from them.
    if value is None or (0 < value.value < 1 and LEAST_DELTA < float(value.value) < 1.0):
        return value
    near = "; a double does not tell this one from 0 or 1" if 0 < value.value < 1 else ""
    found = f"found {shown(str(value.value))}; {ACCEPTED_DELTA}{near}"
    if override is not None:
        raise UsageError(f"delta: {found}")
    case.faults.at_value(key, found)
    return None


LEAST_DELTA = 1e-300
"""A discount factor is greater than this, and less than 1 as a double as well."""

ACCEPTED_DELTA = 'a discount factor with 0 < delta < 1 is accepted, such as "4/5"'


def given(what: str, text: str, parameters: Mapping[str, Number | None]) -> Number | None:
    """Return the value of an expression given outside the file.

    The value is ``None`` if it uses a parameter that has a fault.

    Raises
    ------
    UsageError
        When the text is no expression of the parameters.
    """
    try:
        expression = parse(text)
        for name in sorted(expression.names):
            if name not in parameters:
                raise UsageError(f"{what}: {unknown('parameter', name, parameters)}")
        known = {name: parameters[name] for name in expression.names}
        values = {name: value for name, value in known.items() if value is not None}
        return expression.evaluate(values) if len(values) == len(known) else None
    except ExpressionError as error:
        place = f"at character {error.offset + 1} of {shown(text)!r}"
        raise UsageError(f"{what}: {error.message} ({place})") from None


def _names(case: Section, table: str) -> Section | None:
    section = case.table(table)
    if section is not None and len(section.data) > MOST_NAMES:
        found = f"found {len(section.data):,} names; at most {MOST_NAMES:,} are accepted"
        case.faults.at_key(section.key, found)
        return None
    return section


def _parameters(section: Section, settings: Mapping[str, str]) -> dict[str, Number | None]:
    for name in settings:
        if name not in section:
            raise UsageError(unknown("parameter", name, section))
    values: dict[str, Number | None] = {}
    evaluator = Evaluator(section.faults, Scope(section.faults, values, {}), exact=True)
    for name in section:
        if name in settings:
            values[name] = given(f"the setting {name}", settings[name], values)
        else:
            values[name] = _parameter(section, name, values, evaluator)
    return values


def _parameter(
    section: Section, name: str, above: Mapping[str, Number | None], evaluator: Evaluator
) -> Number | None:
    if not is_name(name):
        section.faults.at_key(section.at(name), UNUSABLE)
    source = read_source(section.faults, section.at(name), section.data[name])
    if not isinstance(source, Formula):
        return source
    for used, offset in source.expression.uses:
        if used in section and used not in above:
            found = f"{used} stands {_further(used, name)}; a parameter may use those above it"
            section.faults.at_character(source.key, offset, found)
            return None
    return evaluator.number(source)


def _intermediate(
    section: Section, name: str, above: Mapping[str, object], parameters: Mapping[str, object]
) -> Formula | None:
    faults, key, value = section.faults, section.at(name), section.data[name]
    if not is_name(name):
        faults.at_key(key, UNUSABLE)
    if name in parameters:
        faults.at_key(key, f"{name} is a parameter already; another name is accepted")
    source = read_source(faults, key, value)
    formula = read_formula(faults, key, str(source.value)) if isinstance(source, Number) else source
    for used, offset in formula.expression.uses if formula else ():
        if used in section and used not in above:
            found = f"{used} stands {_further(used, name)}; a line may use those above it"
            faults.at_character(key, offset, found)
            return None
    return formula


def _further(used: str, name: str) -> str:
    return "here itself" if used == name else "further down"
