"""Each check of the rights data bites: plant the fault, see it named."""

from .planted import Plant, codes_after, faults_after


def test_a_grant_to_an_unknown_role_is_found(plant: Plant) -> None:
    folder = plant(
        "rights/decide.yaml",
        "roles: [TT_CHAIR], actions: [decide.override_band]",
        "roles: [TT_BOSS], actions: [decide.override_band]",
    )
    assert "playbook.unknown_code" in codes_after(folder)


def test_an_action_that_nobody_may_do_is_found(plant: Plant) -> None:
    folder = plant("rights/works.yaml", "actions: [works.witness_payment]", "actions: [works.read_sites]")
    assert {"playbook.granted_to_nobody"} == codes_after(folder)


def test_a_reader_beyond_the_limit_is_found(plant: Plant) -> None:
    folder = plant(
        "rights/works.yaml",
        "roles: [GRM], actions: [works.read_complaint_counts]",
        "roles: [GRM], actions: [works.read_complaint_counts, works.read_sea_cases]",
    )
    assert {"playbook.beyond_limit", "playbook.prose_broken"} == codes_after(folder)


def test_an_internal_act_opened_to_everybody_is_found(plant: Plant) -> None:
    folder = plant(
        "rights/fund.yaml",
        "roles: [PUBLIC, SIGNED_IN], actions: [fund.read_published]",
        "roles: [PUBLIC, SIGNED_IN], actions: [fund.read_published, fund.read_ledger]",
    )
    assert "playbook.open_to_all" in codes_after(folder)


def test_a_sensitive_record_without_a_limit_is_found(plant: Plant) -> None:
    folder = plant("rights/limits.yaml", "record: worker_status", "record: worker")
    assert "playbook.no_limit" in codes_after(folder)


def test_a_separation_of_an_act_that_does_not_exist_is_found(plant: Plant) -> None:
    folder = plant("rights/separations.yaml", "acts: [staff.match_candidate,", "acts: [staff.find_candidate,")
    assert "playbook.unknown_code" in codes_after(folder)


def test_a_separation_that_counts_its_persons_wrongly_is_found(plant: Plant) -> None:
    folder = plant("rights/separations.yaml", "persons: 4", "persons: 3")
    assert "playbook.wrong_count" in codes_after(folder)


def test_a_line_of_prose_that_nothing_accounts_for_is_found(plant: Plant) -> None:
    folder = plant(
        "rights/roles.yaml", "can: [calculate, batch, reconcile]", "can: [calculate, batch, reconcile, spend]"
    )
    (found,) = faults_after(folder)
    assert "playbook.prose_lost" == found.reason.code
    assert "PAY_OFF" == found.place
