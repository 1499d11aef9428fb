"""Invented people of training: trainers, a manager, and learners in every state."""

from accounts.codes import JobRole
from accounts.demo.organizations import BLACK_COUNTRY, STAFFORDSHIRE
from accounts.demo.person import Person, Role

TRAINING_PEOPLE = (
    Person(
        "ward.manager",
        "Mrs",
        "Olwen",
        "Standard",
        (Role("RXW", JobRole.NURSE, "Ward manager"),),
        "the training of a whole hospital",
    ),
    Person(
        "trainer.black.country",
        "Ms",
        "Nisha",
        "Imaginary",
        (Role(BLACK_COUNTRY, JobRole.TRAINER, "Trainer"),),
        "training in another board",
    ),
    Person(
        "trainer.staffordshire",
        "Mr",
        "Aled",
        "Imaginary",
        (Role(STAFFORDSHIRE, JobRole.TRAINER, "Trainer"),),
        "training in a third board",
    ),
    Person(
        "new.starter",
        "Mr",
        "Kofi",
        "Firstday",
        (Role("RXW", JobRole.NURSE, "Staff nurse"),),
        "never trained: book, pass, open a record",
    ),
    Person(
        "staff.nurse",
        "Ms",
        "Marged",
        "Graceful",
        (Role("RXW", JobRole.NURSE, "Staff nurse"),),
        "training overdue, in grace",
    ),
    Person(
        "locum.doctor",
        "Dr",
        "Sanjay",
        "Lapsed",
        (Role("RXW", JobRole.CLINICIAN, "Locum doctor"),),
        "training lapsed: refresher, or emergency passage",
    ),
)
