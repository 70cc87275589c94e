"""A line plot as an SVG file: two shares against each other, from 0 to 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Points = Sequence[tuple[float, float]]
SIDE = 320
LEFT, TOP = 60, 20
COLOURS = ("#1f5fa8", "#b3541e")
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def svg(lines: Mapping[str, Points], x: str, y: str, now: Mapping[str, tuple[float, float]]) -> str:
    """The plot: a line a name, its axes called `x` and `y`, a dot on each line where it is now."""
    parts = [_axes(x, y)]
    for (name, points), colour, row in zip(lines.items(), COLOURS, range(len(lines)), strict=False):
        path = " ".join(f"{_x(a):.1f},{_y(b):.1f}" for a, b in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        a, b = now[name]
        parts.append(f'<circle cx="{_x(a):.1f}" cy="{_y(b):.1f}" r="5" fill="{colour}"/>')
        place = f'x="{LEFT + SIDE - 10}" y="{TOP + SIDE - 14 - 18 * row}"'
        parts.append(f'<text {place} text-anchor="end" fill="{colour}">{name}</text>')
    size = f'width="{LEFT + SIDE + 30}" height="{TOP + SIDE + 60}"'
    style = 'font-family="sans-serif" font-size="13"'
    ground = '<rect width="100%" height="100%" fill="white"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n{ground}\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _axes(x: str, y: str) -> str:
    parts = [f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>']
    for tick in TICKS:
        parts.append(f'<text x="{_x(tick):.1f}" y="{TOP + SIDE + 18}" text-anchor="middle">{tick:.1f}</text>')
        parts.append(f'<text x="{LEFT - 8}" y="{_y(tick) + 4:.1f}" text-anchor="end">{tick:.1f}</text>')
    middle = TOP + SIDE / 2
    parts.append(f'<text x="{LEFT + SIDE / 2}" y="{TOP + SIDE + 42}" text-anchor="middle">{x}</text>')
    parts.append(f'<text transform="translate(18,{middle}) rotate(-90)" text-anchor="middle">{y}</text>')
    return "\n".join(parts)


def _x(share: float) -> float:
    return LEFT + SIDE * share


def _y(share: float) -> float:
    return TOP + SIDE * (1 - share)
