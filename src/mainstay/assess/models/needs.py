"""What recovery of work and income needs, how it is costed, what others cover of it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from mainstay.assess import rules
from mainstay.common.constraints import one_of, states_of

from .assessment import Assessment


class RecoveryCosting(models.Model):
    """By how much prices rise in a year where somebody said so; without it the playbook's usual value holds."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="costing")
    price_rise = models.DecimalField(max_digits=6, decimal_places=4)
    source = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(price_rise__gt=-1, price_rise__lte=10), name="costing_price_rise"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="costing_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.price_rise}"


class RecoveryNeed(models.Model):
    """One need: support of people at a cost for each, or rebuilding at the damage and what is added to build back better.

    Money in minor units of `currency`, in prices of the event. `elsewhere_*` says which other chapter has it already, as
    which item, with how much of it in its own total.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=14)
    item = models.CharField(max_length=160)
    horizon = models.CharField(max_length=6)
    beneficiaries = models.PositiveIntegerField(default=0)
    each_minor = models.BigIntegerField(null=True)
    damage_minor = models.BigIntegerField(null=True)
    better = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal(0))
    currency = models.CharField(max_length=3)
    elsewhere_chapter = models.CharField(max_length=80, blank=True)
    elsewhere_item = models.CharField(max_length=160, blank=True)
    elsewhere_minor = models.BigIntegerField(default=0)
    source = models.CharField(max_length=300)
    as_of = models.DateField()
    state = models.CharField(max_length=10, default=rules.NEED.start)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            states_of(rules.NEED, name="need_state"),
            one_of("kind", rules.NEED_KINDS, name="need_kind"),
            one_of("horizon", rules.HORIZON_CODES, name="need_horizon"),
            models.UniqueConstraint(
                "assessment", "horizon", Lower("item"), condition=Q(state="OPEN"), name="need_item_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="SUPPORT", each_minor__gt=0, beneficiaries__gt=0, damage_minor=None, better=0
                )
                | Q(kind="RECONSTRUCTION", damage_minor__gt=0, better__gte=0, each_minor=None),
                name="need_cost_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(elsewhere_minor=0, elsewhere_chapter="", elsewhere_item="")
                | (Q(elsewhere_minor__gt=0) & ~Q(elsewhere_chapter="") & ~Q(elsewhere_item="")),
                name="need_elsewhere_whole",
            ),
            models.CheckConstraint(
                condition=~Q(item="") & ~Q(source="") & ~Q(currency=""), name="need_has_source"
            ),
        ]

    def __str__(self) -> str:
        return self.item


class NeedCover(models.Model):
    """What somebody else gives or firmly plans for a need, in minor units of the need's currency."""

    need = models.ForeignKey(RecoveryNeed, on_delete=models.PROTECT, related_name="covers")
    organisation = models.CharField(max_length=160)
    amount_minor = models.BigIntegerField()
    source = models.CharField(max_length=300)
    as_of = models.DateField()
    state = models.CharField(max_length=10, default=rules.NEED.start)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            states_of(rules.NEED, name="cover_state"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="cover_above_nothing"),
            models.CheckConstraint(condition=~Q(organisation="") & ~Q(source=""), name="cover_has_source"),
        ]

    def __str__(self) -> str:
        return self.organisation


class WorksScheme(models.Model):
    """The emergency employment scheme that gives a need its size: households, days, wage, share of wages, overhead.

    Money in minor units of the need's currency. The wage never lies under the floor that held when it was sized.
    """

    need = models.OneToOneField(RecoveryNeed, on_delete=models.PROTECT, related_name="scheme")
    households = models.PositiveIntegerField()
    days = models.PositiveSmallIntegerField()
    wage_minor = models.BigIntegerField()
    floor_minor = models.BigIntegerField()
    floor_name = models.CharField(max_length=300)
    market_minor = models.BigIntegerField(null=True)
    labour_share = models.DecimalField(max_digits=5, decimal_places=4)
    overhead = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal(0))
    worker_days = models.PositiveIntegerField()
    wages_minor = models.BigIntegerField()
    cost_minor = models.BigIntegerField()
    sized_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sized_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(floor_minor__gt=0, wage_minor__gte=F("floor_minor")),
                name="scheme_wage_not_under_floor",
            ),
            models.CheckConstraint(
                condition=Q(labour_share__gt=0, labour_share__lte=1, overhead__gte=0),
                name="scheme_shares",
            ),
            models.CheckConstraint(
                condition=Q(households__gt=0, days__gt=0, cost_minor__gte=F("wages_minor")),
                name="scheme_has_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.worker_days}"
