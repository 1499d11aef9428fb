import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_organizations_users_and_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(choices=[("success", "Signed in"), ("failure", "Wrong name or password"), ("lockout", "Refused: too many wrong passwords"), ("sign-out", "Signed out"), ("timed-out", "Signed out after a time without use"), ("password-changed", "Changed password"), ("role-changed", "Took up another role")], max_length=20)),
                ("ip_address", models.GenericIPAddressField(blank=True, null=True, verbose_name="IP address")),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                ("user", models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="sign_in_events", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-at"], name="accounts_signin_user_latest"),
                    models.Index(fields=["-at"], name="accounts_signin_latest"),
                ],
            },
        ),
    ]
