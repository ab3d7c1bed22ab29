"""Addresses of works."""

from django.urls import path

from .views import (
    batches,
from .views import (
    cards,
    closing,
    corrections,
    imports,
    mine,
    payrolls,
    rolls,
    safeguards,
    sites,
    standing,
)
    workers,
)

urlpatterns = [
    path("works/", sites.site_list, name="works"),
    path("works/sites/<uuid:uid>/", sites.site_page, name="works_site"),
    path("works/sites/<uuid:uid>/stop/", standing.stop, name="works_stop"),
    path("works/sites/<uuid:uid>/restart/", standing.restart, name="works_restart"),
    path("works/safeguards/", safeguards.board, name="works_safeguards"),
    path("works/workers/", workers.register, name="works_workers"),
    path("works/workers/<uuid:uid>/", workers.worker, name="works_worker"),
    path("works/projects/<uuid:uid>/workers/import/", imports.give, name="works_import"),
    path("works/projects/<uuid:uid>/workers/form/", imports.form_file, name="works_import_form"),
    path("works/projects/<uuid:uid>/workers/current/", imports.current_file, name="works_import_current"),
    path("works/imports/<uuid:uid>/", imports.report, name="works_imported"),
    path("works/imports/<uuid:uid>/marked/", imports.marked_file, name="works_marked_file"),
    path("works/imports/<uuid:uid>/apply/", imports.take_in, name="works_take_in"),
    path("works/payrolls/", payrolls.payroll_list, name="works_payrolls"),
    path("works/payrolls/<uuid:uid>/", payrolls.payroll_page, name="works_payroll"),
    path("works/payrolls/<uuid:uid>/batch/<slug:channel>/", batches.make, name="works_make_batch"),
    path("works/batches/<uuid:uid>/", batches.batch_page, name="works_batch"),
    path("works/batches/<uuid:uid>/pay-list/", batches.pay_list, name="works_pay_list"),
    path("works/batches/<uuid:uid>/file/", batches.payment_file, name="works_payment_file"),
    path("works/batches/<uuid:uid>/confirm/", batches.confirm, name="works_confirm"),
    path("works/rolls/", rolls.roll_list, name="works_rolls"),
    path("works/rolls/<uuid:uid>/", rolls.roll_page, name="works_roll"),
    path("works/rolls/<uuid:uid>/close/", closing.close, name="works_close_roll"),
    path("works/rolls/<uuid:uid>/certificate/", closing.certificate, name="works_certificate"),
    path("works/marks/<int:key>/correct/", corrections.correct, name="works_correct"),
    path("works/corrections/<int:key>/sign/", corrections.sign, name="works_sign_correction"),
    path("works/rolls/<uuid:uid>/<str:day>/", rolls.day_page, name="works_roll_day"),
    path("works/rolls/<uuid:uid>/<str:day>/mark/", rolls.mark, name="works_mark"),
    path("works/cards/", cards.job_card, name="job_card"),
    path("mine/", mine.card, name="mine"),
    path("mine/complain/", mine.complain, name="mine_complain"),
    path("mine/data/", mine.own_data, name="mine_data"),
    path("mine/out/", mine.out, name="mine_out"),
]
