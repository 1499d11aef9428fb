"""What can go wrong with the peer beside which ours is measured."""


class PeerFailed(Exception):
    """The peer could not be set up, or did not answer."""


class PeerNotInstalled(PeerFailed):
    """The peer's packages could not be had."""
