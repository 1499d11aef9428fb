from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from core.home import build_home_panels


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    panels = [
        (panel, _draw(panel.template, dict(panel.context), request))
        for panel in build_home_panels(request.active_role.job_role, request)
    ]
    context = {"role": request.active_role, "panels": panels}
    return render(request, "accounts/home.html", context)


def _draw(template: str, context: dict[str, object], request: SignedInRequest) -> str:
    """Return a panel as markup."""
    markup = render_to_string(template, context, request, using="jinja2")
    return mark_safe(markup)  # noqa: S308 - the template escapes
