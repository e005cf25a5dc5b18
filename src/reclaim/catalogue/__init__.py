"""The things that the trade names: types, makers, calibres, parties, places, kinds of count."""

from __future__ import annotations
