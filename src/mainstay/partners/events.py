"""What partners tell the floors above: cases write it on their timeline."""

from django.dispatch import Signal

#: Something happened for a case: sends `case_key`, `by`, `msgid`, `facts` and `key`, inside the transaction.
happened = Signal()
