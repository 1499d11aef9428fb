from django.urls import path

from core import views

app_name = "core"

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("<slug:name>/", views.gallery_page, name="gallery_page"),
]
