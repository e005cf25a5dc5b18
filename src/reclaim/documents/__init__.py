"""Documents to proposals: bytes -> one canonical text with positions -> statements, items, events, records, links."""

from reclaim.documents.dates import is_day
from reclaim.documents.limits import Limits
from reclaim.documents.links import Held
from reclaim.documents.many import read_many
from reclaim.documents.reading import Catalogue, Reading, Settings, read

__all__ = ["Catalogue", "Held", "Limits", "Reading", "Settings", "is_day", "read", "read_many"]
