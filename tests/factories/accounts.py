from datetime import date

import factory

from accounts.codes import JobRole, OrganizationKind
from accounts.models import Organization, PractitionerRole, User

PASSWORD = "eleven larks over Ludlow"  # noqa: S105 - of invented people


class OrganizationFactory(factory.django.DjangoModelFactory[Organization]):
    class Meta:
        model = Organization
        django_get_or_create = ["ods_code"]

    ods_code: object = factory.Sequence(lambda number: f"X{number:05}")
    name: object = factory.LazyAttribute(lambda each: f"Organisation {each.ods_code} NHS Trust")
    short_name: object = factory.LazyAttribute(lambda each: f"Organisation {each.ods_code}")
    kind = OrganizationKind.ACUTE


class BoardFactory(OrganizationFactory):
    ods_code = "QOC"
    name = "NHS Shropshire, Telford and Wrekin Integrated Care Board"
    short_name = "Shropshire, Telford and Wrekin ICB"
    kind = OrganizationKind.ICB


class HospitalFactory(OrganizationFactory):
    ods_code = "RXW"
    name = "The Shrewsbury and Telford Hospital NHS Trust"
    short_name = "Shrewsbury and Telford Hospital"
    parent = factory.SubFactory(BoardFactory)


class SurgeryFactory(OrganizationFactory):
    ods_code = "M82016"
    name = short_name = "Radbrook Green Surgery"
    kind = OrganizationKind.GP_PRACTICE
    parent = factory.SubFactory(BoardFactory)


class CommunityTrustFactory(OrganizationFactory):
    ods_code = "R1D"
    name = "Shropshire Community Health NHS Trust"
    short_name = "Shropshire Community Health"
    kind = OrganizationKind.COMMUNITY
    parent = factory.SubFactory(BoardFactory)


class CouncilFactory(OrganizationFactory):
    ods_code = "E06000051"
    name = short_name = "Shropshire Council"
    kind = OrganizationKind.LOCAL_AUTHORITY
    parent = factory.SubFactory(BoardFactory)


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"person{number}")
    display_name = factory.Sequence(lambda number: f"Dr Alex Example {number}")
    email = factory.LazyAttribute(lambda each: f"{each.username}@demo.invalid")
    password = factory.django.Password(PASSWORD)


class PractitionerRoleFactory(factory.django.DjangoModelFactory[PractitionerRole]):
    class Meta:
        model = PractitionerRole

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(HospitalFactory)
    job_role = JobRole.CLINICIAN
    job_title = "A&E doctor"
    starts_on = date(2020, 1, 1)
