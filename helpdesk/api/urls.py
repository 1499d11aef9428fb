"""The addresses below /api/helpdesk/."""

from rest_framework.routers import SimpleRouter

from helpdesk.api.desk import (
    BulkChangeViewSet,
    MailViewSet,
    ReportViewSet,
    SavedViewViewSet,
)
from helpdesk.api.files import FileViewSet
from helpdesk.api.knowledge import ArticleViewSet, IncidentViewSet, StatusViewSet
from helpdesk.api.reference import ComponentViewSet, QueueViewSet, RequestTypeViewSet
from helpdesk.api.tickets import TicketViewSet

app_name = "helpdesk_api"

router = SimpleRouter()
router.register("tickets", TicketViewSet, basename="ticket")
router.register("queues", QueueViewSet, basename="queue")
router.register("request-types", RequestTypeViewSet, basename="request-type")
router.register("components", ComponentViewSet, basename="component")
router.register("files", FileViewSet, basename="file")
router.register("articles", ArticleViewSet, basename="article")
router.register("status", StatusViewSet, basename="status")
router.register("major-incidents", IncidentViewSet, basename="major-incident")
router.register("saved-views", SavedViewViewSet, basename="saved-view")
router.register("bulk-changes", BulkChangeViewSet, basename="bulk-change")
router.register("report", ReportViewSet, basename="report")
router.register("mail", MailViewSet, basename="mail")
urlpatterns = router.urls
