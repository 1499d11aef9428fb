"""A bare view on the same server: it answers pages' bytes from memory, and does nothing else."""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

# Each page under its path, with slashes as commas, because a file's name can hold none.
BODIES = {
    file.name.replace(",", "/"): file.read_bytes()
    for file in Path(os.environ["BENCH_BODIES"]).iterdir()
}


def answer_from_memory(request: HttpRequest) -> HttpResponse:
    body = BODIES[request.path]
    return HttpResponse(body, headers={"Content-Length": str(len(body))})


urlpatterns = [re_path("", answer_from_memory)]

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
django.setup()
application = WSGIHandler()
