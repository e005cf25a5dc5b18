"""Figures: one Vega-Lite specification for page and paper, rendered offline to SVG.

A figure is made from values that were cleared, is described in words beside it, and names the records it rests on.
"""
