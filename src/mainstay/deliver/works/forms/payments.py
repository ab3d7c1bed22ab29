"""What is asked when a batch leaves and when it comes back."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PaymentFileForm(forms.Form):
    """Who pays from which account; only a bank file needs it."""

    payer = forms.CharField(label=_("Who pays"), max_length=140)
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country of the payer"),
        required=False,
        max_length=2,
        help_text=_("Two letters, such as JO."),
    )
    account = forms.CharField(
        label=_("Account that pays"), max_length=34, help_text=_("IBAN or account number.")
    )
    bank = forms.CharField(label=_("Bank (BIC)"), max_length=11, required=False)
    pay_on = forms.DateField(
        label=_("Day of payment"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class ConfirmationForm(forms.Form):
    """The file that says who was paid and who was not."""

    file = forms.FileField(
        label=_("File of confirmations"),
        help_text=_(
            "The pay list with “paid” filled in, or the bank's answer in its columns. One wrong row changes nothing."
        ),
    )
