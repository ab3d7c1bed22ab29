"""Countries and their areas, by the codes that the field uses."""

from django.db import models
from django.utils.translation import get_language


class Country(models.Model):
    """A country or territory by ISO 3166; the programme's region is the labour agency's, not the statistical one."""

    iso3 = models.CharField(max_length=3, primary_key=True)
    iso2 = models.CharField(max_length=2, unique=True)
    m49 = models.PositiveSmallIntegerField(unique=True, null=True)
    names = models.JSONField(default=dict)
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=40, db_index=True)
    subregion = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    capital = models.CharField(max_length=60, blank=True)
    g7plus = models.BooleanField(default=False)
    least_developed = models.BooleanField(default=False)
    landlocked_developing = models.BooleanField(default=False)
    small_island = models.BooleanField(default=False)
    has_office = models.BooleanField(default=False)
    neighbours = models.JSONField(default=list)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        """Return its name in the reader's language; what is stored uses the code."""
        return self.names.get((get_language() or "en")[:2]) or self.name


class CountryYear(models.Model):
    """How the World Bank classed a country in one fiscal year: income group, IDA, fragile or conflict-affected."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="years")
    fiscal_year = models.PositiveSmallIntegerField()
    income_group = models.CharField(max_length=30, blank=True)
    ida = models.CharField(max_length=30, blank=True)
    fragile = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "fiscal_year"], name="country_year_once")]

    def __str__(self) -> str:
        return f"{self.country_id} {self.fiscal_year}"


class Area(models.Model):
    """An administrative area by P-code, inside its parent."""

    pcode = models.CharField(max_length=20, primary_key=True)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="areas")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    level = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
