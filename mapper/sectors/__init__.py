"""The sectors of the economy that ship with curmap, sectors of one's own, and the sector of a job advertisement."""

from mapper.sectors.ads import ad_sector
from mapper.sectors.limit import SectorAds, ads_of
from mapper.sectors.records import AdSector, Industry, Occupation, Sector, SectorStandard, Trade
from mapper.sectors.table import read_sector, sector, sectors

__all__ = [
    "AdSector",
    "Industry",
    "Occupation",
    "Sector",
    "SectorAds",
    "SectorStandard",
    "Trade",
    "ad_sector",
    "ads_of",
    "read_sector",
    "sector",
    "sectors",
]
