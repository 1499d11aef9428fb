"""What the state of an action allows."""

from core.errors import NotPermittedNow
from governance.codes import ActionState


def check_action_is_open(state: str) -> None:
    """
    Require that an action is still to be done.

    :raises NotPermittedNow: it is not
    """
    if state != ActionState.OPEN:
        raise NotPermittedNow("This action is closed. It can be opened again.")


def check_action_is_closed(state: str) -> None:
    """
    Require that an action is closed.

    :raises NotPermittedNow: it is open
    """
    if state == ActionState.OPEN:
        raise NotPermittedNow("This action is open already.")
