"""What is being got back: located, asked, agreed, returned, refused; and what can be done next."""

from __future__ import annotations
