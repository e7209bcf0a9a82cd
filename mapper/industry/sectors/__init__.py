"""The sectors of the economy that ship with curmap, sectors of one's own, and the sector of a job advertisement."""
