"""Addresses of the registers: each register's own list, lines and file, under its own rights."""

from django.urls import path

from . import views
from .selectors.registers import own_registers, registers

urlpatterns = [path("registers/", views.register_index, name="registers")]

for _register in registers():
    _code = _register.code
    urlpatterns += [
        path(f"registers/{_code}/", views.register_list(_register), name=f"register_{_code}"),
        path(f"registers/{_code}/line/<str:key>/", views.register_line(_register), name=f"line_{_code}"),
    ]
    if _register.takes_files:
        urlpatterns.append(
            path(
                f"registers/{_code}/line/<str:key>/evidence/",
                views.register_evidence(_register),
                name=f"evidence_{_code}",
            )
        )
        urlpatterns.append(
            path(
                f"registers/{_code}/line/<str:key>/files/<uuid:uid>/",
                views.register_evidence_file(_register),
                name=f"evidence_file_{_code}",
            )
        )

for _register in own_registers():
    _code = _register.code
    urlpatterns += [
        path(f"registers/{_code}/file/", views.register_file(_register), name=f"file_{_code}"),
        path(f"registers/{_code}/template/", views.register_template(_register), name=f"template_{_code}"),
    ]
