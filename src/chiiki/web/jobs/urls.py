"""Addresses of jobs."""

from __future__ import annotations

from django.urls import path

from chiiki.web.jobs import views

urlpatterns = [
    path("jobs", views.jobs, name="jobs"),
    path("jobs.csv", views.file, {"ending": "csv"}, name="jobs-csv"),
    path("jobs.json", views.file, {"ending": "json"}, name="jobs-json"),
    path("jobs/dead", views.dead, name="dead-jobs"),
    path("jobs/<uuid:job_id>", views.page, name="job"),
    path("jobs/<uuid:job_id>/cancel", views.cancel, name="job-cancel"),
    path("jobs/<uuid:job_id>/retry", views.retry, name="job-retry"),
    path("jobs/<uuid:job_id>/drop", views.drop, name="job-drop"),
]
