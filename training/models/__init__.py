"""Courses and their sessions, who learns them, what they were awarded, and who must hold what."""

from .award import Award, PriorLearning
from .batch import EnrolmentBatch, EnrolmentRow
from .booking import (
    AttendanceMark,
    BookedSlot,
    Booking,
    BookingEvent,
    BookingNeed,
    BookingQuerySet,
    Observation,
)
from .check_window import CheckWindow
from .course import (
    Course,
    CourseVersion,
    LearningImage,
    LearningPage,
    ObservedTask,
    Question,
    QuestionVersion,
)
from .evaluation import Evaluation
from .learning import Answer, Attempt, Enrolment, PageReading
from .message import CalendarFeed, TrainingMessage
from .reach import Reach, TrainingManager, organizations_above, reach_of
from .requirement import ComplianceExport, ComplianceSnapshot, Reminder, Requirement
from .session import Session, SessionSlot, SessionTrainer, Venue

__all__ = [
    "Answer",
    "Attempt",
    "AttendanceMark",
    "Award",
    "BookedSlot",
    "Booking",
    "BookingEvent",
    "BookingNeed",
    "BookingQuerySet",
    "CalendarFeed",
    "CheckWindow",
    "ComplianceExport",
    "ComplianceSnapshot",
    "Course",
    "CourseVersion",
    "Enrolment",
    "EnrolmentBatch",
    "EnrolmentRow",
    "Evaluation",
    "LearningImage",
    "LearningPage",
    "Observation",
    "ObservedTask",
    "PageReading",
    "PriorLearning",
    "Question",
    "QuestionVersion",
    "Reach",
    "Reminder",
    "Requirement",
    "Session",
    "SessionSlot",
    "SessionTrainer",
    "TrainingManager",
    "TrainingMessage",
    "Venue",
    "organizations_above",
    "reach_of",
]
