"""The addresses below /helpdesk/, family by family."""

from django.urls import URLPattern, path

from helpdesk.views import (
    article_changes,
    articles,
    attachments,
    bulk,
    clocks,
    desk,
    desk_export,
    entry_reports,
    macros,
    mail,
    major_incidents,
    members,
    phone_calls,
    portal,
    problems,
    redaction,
    references,
    report,
    satisfaction,
    saved_views,
    service_status,
    ticket,
    ticket_changes,
    ticket_links,
    ticket_writing,
)

app_name = "helpdesk"

ONE = "tickets/<int:number>/"

PORTAL: list[URLPattern] = [
    path("", portal.home, name="home"),
    path("mine/", portal.own_tickets, name="own_tickets"),
    path("new/", portal.request_choose, name="request_new"),
    path("new/<slug:code>/", portal.request_new, name="request_new"),
    path("new/<slug:code>/keep/", portal.request_keep, name="request_keep"),
    path(
        "report/<uuid:patient_id>/<uuid:entry_id>/", entry_reports.entry_report, name="entry_report"
    ),
    path("phone/", phone_calls.phone_log, name="phone_log"),
    path("phone/callers/", phone_calls.phone_callers, name="phone_callers"),
    path("tickets/<int:number>/how-it-went/", satisfaction.satisfaction, name="satisfaction"),
    path("feedback/<str:token>/", satisfaction.feedback, name="feedback"),
    path("sent/<int:number>/", portal.request_sent, name="request_sent"),
]
DESK: list[URLPattern] = [
    path("desk/", desk.ticket_list, name="ticket_list"),
    path("desk/rows/", desk.ticket_list_rows, name="ticket_list_rows"),
    path("desk/export/", desk_export.ticket_export, name="ticket_export"),
    path("desk/bulk/", bulk.bulk_create, name="bulk_create"),
    path("desk/bulk/<uuid:bulk_id>/", bulk.bulk_detail, name="bulk_detail"),
    path("desk/bulk/<uuid:bulk_id>/choose/", bulk.bulk_choose, name="bulk_choose"),
    path("desk/bulk/<uuid:bulk_id>/start/", bulk.bulk_start, name="bulk_start"),
    path("desk/bulk/<uuid:bulk_id>/undo/", bulk.bulk_undo, name="bulk_undo"),
    path("desk/report/", report.report, name="report"),
    path("desk/shifts/", members.queue_members, name="queue_members"),
    path("desk/shifts/own/", members.own_shift, name="own_shift"),
    path(
        "desk/shifts/<uuid:membership_id>/",
        members.queue_member_change,
        name="queue_member_change",
    ),
    path("desk/views/", saved_views.saved_view_create, name="saved_view_create"),
    path("desk/views/<uuid:view_id>/", saved_views.saved_view_delete, name="saved_view_delete"),
]
TICKET: list[URLPattern] = [
    path(ONE, ticket.ticket_detail, name="ticket_detail"),
    path(f"{ONE}earlier/", ticket.ticket_timeline, name="ticket_timeline"),
    path(f"{ONE}presence/", ticket.ticket_presence, name="ticket_presence"),
    path(f"{ONE}reply/", ticket_writing.ticket_reply, name="ticket_reply"),
    path(f"{ONE}note/", ticket_writing.ticket_note, name="ticket_note"),
    path(f"{ONE}message/", ticket_writing.ticket_message, name="ticket_message"),
    path(f"{ONE}draft/", ticket_writing.ticket_draft, name="ticket_draft"),
    path(f"{ONE}state/", ticket_changes.ticket_state, name="ticket_state"),
    path(f"{ONE}take/", ticket_changes.ticket_take, name="ticket_take"),
    path(f"{ONE}assign/", ticket_changes.ticket_assign, name="ticket_assign"),
    path(f"{ONE}escalate/", ticket_changes.ticket_escalate, name="ticket_escalate"),
    path(f"{ONE}move/", ticket_changes.ticket_move, name="ticket_move"),
    path(f"{ONE}edit/", ticket_changes.ticket_edit, name="ticket_edit"),
    path(f"{ONE}triage/", ticket_changes.ticket_triage, name="ticket_triage"),
    path(f"{ONE}follow-up/", ticket_changes.ticket_follow_up, name="ticket_follow_up"),
    path(f"{ONE}people/", ticket_links.ticket_people, name="ticket_people"),
    path(f"{ONE}watch/", ticket_links.ticket_watch, name="ticket_watch"),
    path(f"{ONE}link/", ticket_links.ticket_link, name="ticket_link"),
    path(f"{ONE}unlink/", ticket_links.ticket_unlink, name="ticket_unlink"),
    path(f"{ONE}merge/", ticket_links.ticket_merge, name="ticket_merge"),
    path(f"{ONE}unmerge/", ticket_links.ticket_unmerge, name="ticket_unmerge"),
    path(f"{ONE}macros/", macros.ticket_macros, name="ticket_macros"),
    path(f"{ONE}macros/<uuid:version_id>/", macros.ticket_macro, name="ticket_macro"),
    path("macros/", macros.macro_list, name="macro_list"),
    path("macros/new/", macros.macro_edit, name="macro_create"),
    path("macros/<slug:code>/", macros.macro_edit, name="macro_edit"),
    path("macros/<slug:code>/switch/", macros.macro_switch, name="macro_switch"),
]
CLOCKS: list[URLPattern] = [
    path("tickets/<int:number>/clocks/<slug:metric>/", clocks.clock_detail, name="clock_detail"),
    path(
        "tickets/<int:number>/clocks/<slug:metric>/deadline/",
        clocks.deadline_set,
        name="deadline_set",
    ),
]
MAIL: list[URLPattern] = [
    path("mail/", mail.mail_list, name="mail_list"),
    path("mail/preferences/", mail.mail_preferences, name="mail_preferences"),
    path("mail/<uuid:message_id>/", mail.mail_detail, name="mail_detail"),
    path("mail/<uuid:message_id>/raw/", mail.mail_raw, name="mail_raw"),
    path("mail/<uuid:message_id>/attach/", mail.mail_attach, name="mail_attach"),
    path("mail/<uuid:message_id>/open/", mail.mail_open, name="mail_open"),
    path("mail/<uuid:message_id>/dismiss/", mail.mail_dismiss, name="mail_dismiss"),
    path("mail/<uuid:message_id>/retry/", mail.mail_retry, name="mail_retry"),
    path("mail/out/<uuid:message_id>/again/", mail.mail_send_again, name="mail_send_again"),
    path("mail/addresses/<uuid:address_id>/lift/", mail.address_lift, name="address_lift"),
]
FILES: list[URLPattern] = [
    path("tickets/<int:number>/files/", attachments.ticket_files, name="ticket_files"),
    path("tickets/<int:number>/attach/", attachments.attachment_upload, name="attachment_upload"),
    path("files/", attachments.attachment_list, name="attachment_list"),
    path(
        "files/<uuid:attachment_id>/", attachments.attachment_download, name="attachment_download"
    ),
    path(
        "files/<uuid:attachment_id>/look/",
        attachments.attachment_preview,
        name="attachment_preview",
    ),
    path(
        "files/<uuid:attachment_id>/decide/",
        attachments.attachment_decide,
        name="attachment_decide",
    ),
    path("tickets/<int:number>/redact/", redaction.redact, name="redact"),
    path("redactions/", redaction.redaction_list, name="redaction_list"),
    path("redactions/review/", redaction.redaction_review, name="redaction_review"),
    path(
        "tickets/<int:number>/references/<slug:code>/",
        references.identifier_open,
        name="identifier_open",
    ),
]
STATUS: list[URLPattern] = [
    path("status/", service_status.status, name="status"),
    path("status/set/", service_status.status_set, name="status_set"),
    path(
        "status/notices/<uuid:notice_id>/withdraw/",
        service_status.status_withdraw,
        name="status_withdraw",
    ),
    path(
        "incidents/declare/<int:number>/",
        major_incidents.major_incident_declare,
        name="major_incident_declare",
    ),
    path(
        "incidents/<uuid:incident_id>/join/",
        major_incidents.major_incident_join,
        name="major_incident_join",
    ),
    path("incidents/<int:number>/", major_incidents.major_incident, name="major_incident"),
    *(
        path(f"incidents/<int:number>/{step}/", view, name=f"major_incident_{step}")
        for step, view in (
            ("update", major_incidents.major_incident_update),
            ("command", major_incidents.major_incident_command),
            ("end", major_incidents.major_incident_end),
            ("review", major_incidents.major_incident_review),
        )
    ),
    path("problems/open/<int:number>/", problems.problem_open, name="problem_open"),
    path("problems/<int:number>/", problems.problem_detail, name="problem_detail"),
    path("problems/<int:number>/known/", problems.problem_known_error, name="problem_known_error"),
    path("problems/<int:number>/answer/", problems.problem_broadcast, name="problem_broadcast"),
    path("problems/sent/<uuid:broadcast_id>/", problems.broadcast_detail, name="broadcast_detail"),
    path("tickets/<int:number>/under/", problems.ticket_put_under, name="ticket_put_under"),
]
KNOWLEDGE: list[URLPattern] = [
    path("answers/", articles.article_list, name="article_list"),
    path("answers/suggest/", articles.article_suggest, name="article_suggest"),
    path("answers/new/", article_changes.article_new, name="article_new"),
    path("answers/read/<slug:slug>/", articles.article_detail, name="article_detail"),
    path("answers/read/<slug:slug>/vote/", articles.article_vote, name="article_vote"),
    path("answers/read/<slug:slug>/edit/", article_changes.article_edit, name="article_edit"),
    path(
        "answers/read/<slug:slug>/publish/",
        article_changes.article_publish,
        name="article_publish",
    ),
    path("answers/read/<slug:slug>/retire/", article_changes.article_retire, name="article_retire"),
    path("tickets/<int:number>/behind/", article_changes.ticket_behind, name="ticket_behind"),
    path("tickets/<int:number>/article/", article_changes.ticket_article, name="ticket_article"),
]

urlpatterns = [*PORTAL, *DESK, *TICKET, *CLOCKS, *MAIL, *FILES, *STATUS, *KNOWLEDGE]
