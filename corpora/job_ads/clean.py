"""A description as it is kept: plain text without contact details."""

from corpora.job_ads.contacts import without_contacts
from corpora.job_ads.markup import plain


def cleaned(text: str) -> str:
    """The text of an ad as `JobAd` holds it, from whatever a cell or file says."""
    return without_contacts(plain(text))
