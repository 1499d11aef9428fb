"""What the state of a risk or a hazard allows."""

from core.errors import NotPermittedNow
from governance.codes import HazardState, RiskState


def check_risk_is_live(state: str) -> None:
    """
    Require that a risk is not closed.

    :raises NotPermittedNow: it is
    """
    if state == RiskState.CLOSED:
        raise NotPermittedNow("This risk is closed. It can be opened again.")


def check_risk_can_become(state: str, then: RiskState) -> None:
    """
    Require that a risk may become what is asked for: open ones are accepted, all may be closed.

    :raises NotPermittedNow: it may not
    """
    if state == then:
        raise NotPermittedNow(f"This risk is “{then.label.lower()}” already.")
    if then == RiskState.ACCEPTED:
        check_risk_is_live(state)


def check_hazard_is_open(state: str) -> None:
    """
    Require that a hazard is neither closed nor transferred.

    :raises NotPermittedNow: it is
    """
    if state != HazardState.OPEN:
        label = HazardState(state).label.lower()
        raise NotPermittedNow(f"This hazard is {label}. It can be opened again.")
