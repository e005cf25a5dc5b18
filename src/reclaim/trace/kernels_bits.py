"""Bits and hashes: the smallest kernels, each one or a few machine instructions."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic as numba_intrinsic

from reclaim.trace.compiled import Int, tiny

U64: Any = np.uint64

I64: Any = np.int64
"""Numba keeps `int(x)` of an unsigned number unsigned, and makes the sum with a signed one a float."""

intrinsic: Any = numba_intrinsic


def _unary(name: str, extra: tuple[int, ...] = ()) -> Any:
    """An LLVM instruction uint64 -> uint64, by its name."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word = ir.IntType(64)
        flags = [ir.Constant(ir.IntType(1), value) for value in extra]
        shape = ir.FunctionType(word, [word] + [flag.type for flag in flags])
        called = builder.module.declare_intrinsic(name, [word], shape)
        return builder.call(called, [args[0], *flags])

    return build


@intrinsic
def popcount(typing_context: Any, word: Any) -> Any:
    """How many bits of a uint64 are set."""
    return types.uint64(types.uint64), _unary("llvm.ctpop")


@intrinsic
def lowest_bit(typing_context: Any, word: Any) -> Any:
    """Position of the lowest set bit of a uint64; undefined for 0."""
    return types.uint64(types.uint64), _unary("llvm.cttz", (1,))


@intrinsic
def prefetch(typing_context: Any, array: Any, place: Any) -> Any:
    """Ask for the cache line of a C-contiguous array's item, without waiting for it."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array_type = signature.args[0]
        held = context.make_array(array_type)(context, builder, args[0])
        item = builder.gep(held.data, [args[1]])
        pointer = ir.PointerType()
        flag = ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [pointer, flag, flag, flag])
        called = builder.module.declare_intrinsic("llvm.prefetch", [pointer], shape)
        for_reading, keep_near, data = (ir.Constant(flag, value) for value in (0, 3, 1))
        builder.call(called, [builder.bitcast(item, pointer), for_reading, keep_near, data])
        return context.get_dummy_value()

    return types.void(array, types.int64), build


@tiny
def mix(word: Int) -> Int:
    """Spread a sum over all 64 bits (two rounds of multiply and xor-shift; constant of Pelle Evensen)."""
    word ^= word >> U64(32)
    word *= U64(0xD6E8FEB86659FD93)
    word ^= word >> U64(32)
    word *= U64(0xD6E8FEB86659FD93)
    return word ^ (word >> U64(32))


@tiny
def below(place: Int) -> Int:
    """A uint64 whose bits 0 to `place` - 1 are set; `place` is 0 to 63."""
    return (U64(1) << U64(place)) - U64(1)
