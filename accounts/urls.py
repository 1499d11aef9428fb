"""The addresses below /accounts/."""

from django.urls import path

from accounts.views import account, role, sign_in

app_name = "accounts"

urlpatterns = [
    path("", account.account, name="account"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("role/", role.role_choose, name="role_choose"),
    path("role/switch/", role.role_switch, name="role_switch"),
    path("password/", account.password_change, name="password_change"),
    path("session/extend/", account.session_extend, name="session_extend"),
]
