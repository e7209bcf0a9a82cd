"""Job advertisements in bulk: read from tables or folders, cleaned, parted into requirements, duplicates grouped.

`load` does all of it; `segments` and `requirements` part one ad.
"""

from corpora.job_ads.columns import COLUMNS
from corpora.job_ads.load import FORMATS, load
from corpora.job_ads.records import (
    ASKING,
    MAPPED_KINDS,
    Force,
    JobAd,
    JobAds,
    Kind,
    Requirement,
    Segment,
)
from corpora.job_ads.segments import requirements, segments

__all__ = [
    "ASKING",
    "COLUMNS",
    "FORMATS",
    "MAPPED_KINDS",
    "Force",
    "JobAd",
    "JobAds",
    "Kind",
    "Requirement",
    "Segment",
    "load",
    "requirements",
    "segments",
]
