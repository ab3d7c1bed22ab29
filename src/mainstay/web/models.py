"""What the search of the whole knows: one row for each thing that can be found, and how far the rows are up to date."""

from django.db import models


class SearchEntry(models.Model):
    """One thing that can be found: how it is shown, its words as the search knows them, and whose right decides.

    `guard` and `guard_id` name the record whose right decides who may find it: the record itself, or for a file
    the record that it is attached to. Beside the columns stands an index of words, see `index.search_tables`.
    """

    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=120)
    guard = models.CharField(max_length=24)
    guard_id = models.BigIntegerField(null=True)
    handle = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    titles = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    words_title = models.TextField()
    words_body = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="web_search_entry_once")]
        indexes = [models.Index(fields=["guard", "guard_id"], name="web_search_entry_guard")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class SearchMark(models.Model):
    """How far the search is up to date: the last audit entry it has seen, and the shipped texts it holds."""

    audit_id = models.BigIntegerField(default=0)
    contents = models.CharField(max_length=64, blank=True)
    rebuilt_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"up to audit entry {self.audit_id}"
