"""The paths of the page: each module has a `router`."""
