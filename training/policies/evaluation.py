"""What learners are asked, at the end and after eight weeks, and from when answers are shown."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from training.codes import EvaluationKind

# Fewer answers could be told apart by who was there.
FEWEST_SHOWN: Final = 5
IN_USE_AFTER: Final = timedelta(weeks=8)
# What was completed longer ago than this is no longer asked about.
ASKED_WITHIN: Final = timedelta(weeks=2)

QUESTIONS: Final[Mapping[EvaluationKind, Mapping[str, str]]] = {
    EvaluationKind.END: {
        "clear": "It was clear what I would learn",
        "level": "The pace and the level were right for me",
        "taught": "The way it was taught helped me to learn",
        "practice": "I could practise what I need at work",
        "ready": "I feel ready to use it",
    },
    EvaluationKind.IN_USE: {
        "uses": "I use what I learned",
        "alone": "I can do it without help",
        "helps": "It helps me in my work",
        "allowed": "My workplace makes it possible to use it",
        "advises": "I would advise a colleague to take the course",
    },
}
