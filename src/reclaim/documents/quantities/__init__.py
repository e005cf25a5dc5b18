"""Numbers in running text: ranges, "dozens", "at least", fractions, money and shares, never a designator or a date."""
