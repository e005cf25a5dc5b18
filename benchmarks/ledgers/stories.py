"""Stories: for each class one in which it is planted and look-alikes in which it is not.

A story is its entries, `register YEAR:MONTH-MONTH cells`, split by `;`. `~` before a register: the clerk mistook the
number. `ship` is the maker's shipping list, complete; `recv` the Army's receipts, complete; `nrecv` the Navy's, not
stated to be; `inv1` and `inv2` the Army's counts, `navy1` and `navy2` the Navy's; `back` returns; the rest by name.
"""

from __future__ import annotations

NORMAL = "ship 2019:1-6 to=Army; recv 2019:7-12; inv1; inv2"

PLANTED: dict[str, str] = {
    "MISSING_SERIAL": "ship 2019:1-6 to=Army serial=none",
    "MISSING_DATE": "ship 2019:1-6 to=Army; recv; inv1; inv2",
    "DUPLICATE_IN_REGISTER": "ship 2019:1-6 to=Army; recv 2019:7-12; inv1; inv1; inv2",
    "SHIPPED_NOT_RECEIVED": "ship 2019:1-12 to=Army",
    "RECEIVED_NOT_SHIPPED": "recv 2019:7-12; inv1; inv2",
    "SERIAL_VARIANT": "ship 2019:1-6 to=Army; ~recv 2019:7-12; inv1; inv2",
    "ATTRIBUTE_CONFLICT": "ship 2019:1-6 to=Army; recv 2019:7-12 model=G77; inv1; inv2",
    "ISSUED_TWICE": f"{NORMAL}; issued 2021:2-4 to=A_company; issued 2021:6-9 to=B_company",
    "NOT_INVENTORIED_WHEN_DUE": "ship 2019:1-6 to=Army; recv 2019:7-12 type=sight",
    "RECOVERED_WHILE_ON_HAND": f"{NORMAL}; seized 2021:3-9",
    "RECOVERED_AFTER_DESTROYED": "ship 2019:1-6 to=Army; recv 2019:7-12; inv1; destroyed 2021:1-3; seized 2022:1-12",
    "GONE_WITHOUT_RECORD": "ship 2019:1-6 to=Army; recv 2019:7-12; inv1",
    "APPEARED_WITHOUT_RECORD": "inv2",
    "HELD_BY_TWO": f"{NORMAL}; navy1",
    "TRANSFER_WITHOUT_AUTHORITY": "ship 2019:1-6 to=Army; recv 2019:7-12; inv1; transferred 2021:2-9 to=Militia",
    "SUPPLIED_BUT_RECOVERED": "ship 2019:1-6 to=Navy; seized 2022:1-12",
    "CLONED_MARK": "seized 2022:1-3; found 2022:6-9",
    "OUT_OF_BLOCK": f"{NORMAL} @outside",
    "LOSS_NOT_REPORTED": "ship 2019:1-6 to=Army; recv 2019:7-12; inv1; seized 2021:3-9",
    "IMPOSSIBLE_SEQUENCE": "ship 2019:7-9 to=Army; recv 2019:1-5; inv1; inv2",
}

LOOKALIKE: dict[str, tuple[str, ...]] = {
    "MISSING_SERIAL": ("ship 2019:1-6 to=Army serial=none quantity=40", "ship 2019:1-6 to=Navy serial=odd"),
    "MISSING_DATE": ("ship 2019:1-6 to=Army; recv 2019; inv1; inv2",),
    "DUPLICATE_IN_REGISTER": (f"{NORMAL} @twin", f"{NORMAL}; issued 2021:1-3 to=A_company; back 2021:4-5; "
                              "issued 2021:6-9 to=A_company"),
    "SHIPPED_NOT_RECEIVED": ("ship 2019:1-12 to=Navy", "ship 2021:11-12 to=Army",
                             "ship 2019:1-6 to=Army; ~recv 2019:7-12"),
    "RECEIVED_NOT_SHIPPED": ("recv 2019:1-2; inv1; inv2", "recv 2019:7-12 from=Trader; inv1; inv2",
                             "~ship 2019:1-6 to=Army; recv 2019:7-12; inv1; inv2"),
    "SERIAL_VARIANT": ("ship 2019:1-6 to=Army; recv 2019:7-12 serial=styled; inv1; inv2 serial=styled",),
    "ATTRIBUTE_CONFLICT": ("ship 2019:1-6 to=Army; recv 2019:7-12 model=longer; inv1 model=; inv2",),
    "ISSUED_TWICE": (f"{NORMAL}; issued 2021:1-3 to=A_company; back 2021:4-5; issued 2021:6-9 to=B_company",
                     f"{NORMAL}; issued 2021:2-4 to=A_company; issued 2021:6-9 to=a_company"),
    "NOT_INVENTORIED_WHEN_DUE": ("ship 2021:1-3 to=Army; recv 2021:4-9 type=sight",
                                 "ship 2019:1-6 to=Army; recv 2019:7-12 type=sight; lost 2021:2-9",
                                 "ship 2019:1-6 to=Army; recv 2019:7-12 type=pistol"),
    "RECOVERED_WHILE_ON_HAND": (f"{NORMAL}; seized 2021:3-5; back 2021:6-9",
                                f"{NORMAL}; lost 2022:1-3; seized 2022:5-9"),
    "RECOVERED_AFTER_DESTROYED": ("ship 2019:1-6 to=Army; recv 2019:7-12; inv1; seized 2021:3-5; "
                                  "destroyed 2022:1-6",),
    "GONE_WITHOUT_RECORD": ("ship 2019:1-6 to=Army; recv 2019:7-12; inv1; lost 2021:2-9",
                            "ship 2019:1-6 to=Army; recv 2019:7-12; inv1; transferred 2021:2-9 to=Navy; navy1",
                            "ship 2019:1-6 to=Army; recv 2019:7-12; inv1; ~inv2"),
    "APPEARED_WITHOUT_RECORD": ("ship 2021:1-2 to=Army; recv 2021:3-9; inv2", "back 2021:3-9; inv2"),
    "HELD_BY_TWO": ("ship 2019:1-6 to=Army; recv 2019:7-12; inv1; inv2; transferred 2022:1-2 to=Navy; navy2",),
    "TRANSFER_WITHOUT_AUTHORITY": (
        "ship 2019:1-6 to=Army; recv 2019:7-12; inv1; transferred 2021:2-9 to=border_guard",),
    "SUPPLIED_BUT_RECOVERED": ("ship 2019:1-6 to=Army; recv 2019:7-12; lost 2020:1-12; seized 2022:1-12",
                               "ship 2019:1-6 to=Navy; nrecv 2019:7-12; seized 2022:1-12"),
    "CLONED_MARK": ("seized 2022:1-3; release 2022:4-5; found 2022:6-9", "seized 2022:1-3 @twin_found"),
    "OUT_OF_BLOCK": (f"{NORMAL} @inside", f"{NORMAL} @unknown"),
    "LOSS_NOT_REPORTED": ("ship 2019:1-6 to=Army; recv 2019:7-12; inv1; lost 2021:1-2; seized 2021:3-9",
                          "ship 2019:1-6 to=Army; recv 2019:7-12; inv1; seized 2024:2-9; transferred 2021:2-4 to=Navy"),
    "IMPOSSIBLE_SEQUENCE": ("ship 2019:6 to=Army; recv 2019:6; inv1; inv2",),
}

BACKGROUND = ((0.36, NORMAL), (0.27, "ship 2019:1-6 to=Army; ~recv 2019:7-12; inv1; inv2"),
              (0.17, "ship 2019:1-6 to=Army; ~recv 2019:7-12; ~inv1; inv2"), (0.10, NORMAL + " @remarked"),
              (0.10, "ship 2019:1-6 to=Army; recv 2019:7-12; inv1; ~inv2"))
