"""The addresses of the whole service, room by room."""

from django.contrib import admin
from django.urls import path

from config import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]
