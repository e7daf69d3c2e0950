"""Writes stationary.json: stationary densities of the reduced SDE to 20 digits, from the SDE alone (see quadrature.py).

Run: python3 stationary.py (mpmath 1.3 or later, two processes). Closed forms are not used anywhere.
Per case: exact moments, mean, variance, quantiles, mode (0 where the density grows without bound at 0), and points
[v, ln p(v)] of the normalised density over 80 nats of p dv/dx on both sides of its peak.
"""

import json
from fractions import Fraction
from multiprocessing import Pool

from mpmath import mp, mpf

from quadrature import NODES, Density
from sde import derived_moments, normal_power, sde, slope, table_moments, uniform_power

LEVELS = ('0.05', '0.25', '0.5', '0.75', '0.95')
LAWS = {
    'points': ({'csv': 'points.csv', 'columns': {'x': 'x', 'y': 'y'}}, lambda: table_moments('points.csv')),
    'shifted-gaussian': (
        {'x': 'normal(1, 0.5)', 'e': 'normal(0, 0.5)', 'y': '1.2*x + e'},
        lambda: derived_moments(lambda k: normal_power(k, Fraction(1), Fraction(1, 2)), {1: Fraction(6, 5)}, Fraction(1, 4)),
    ),
    'square-laplace': (  # laplace(0, 0.3) has scale 0.3, so variance 2 * 0.09
        {'x': 'uniform(-1, 2)', 'e': 'laplace(0, 0.3)', 'y': 'x^2 + e'},
        lambda: derived_moments(lambda k: uniform_power(k, Fraction(-1), Fraction(2)), {2: Fraction(1)}, Fraction(18, 100)),
    ),
}


def text(x):
    return mp.nstr(mpf(x), 20, min_fixed=-4, max_fixed=6)


def chart(depth, alpha, beta, T):
    """v = exp(x) for depth >= 1; v = c + w sinh(x) on the whole line for depth 0. Also the x to start from."""
    if depth:
        return (mp.exp, mp.exp, mp.log), mp.log(beta[1] / beta[0])
    c = beta[1] / beta[0]
    w = mp.sqrt(T * ((alpha[0] * c - 2 * alpha[1]) * c + alpha[2]) / beta[0])
    return (lambda x: c + w * mp.sinh(x), lambda x: w * mp.cosh(x), lambda v: mp.asinh((v - c) / w)), mpf(0)


def mode(density, depth, alpha, beta, T, width):
    """The v with the largest density, by bisection of (ln p)' between nodes; 0 where p is unbounded at 0."""
    to_v, dv, _ = density.chart
    nodes = []
    for q in density.panels:
        for t, height in zip(NODES, q['L']):
            x = q['x'] + q['half'] * (1 + t)
            nodes.append((to_v(x), height - mp.log(dv(x))))
    nodes.sort()
    best = max(range(len(nodes)), key=lambda i: nodes[i][1])
    if best == 0:
        return mpf(0)
    lo, hi = nodes[best - 1][0], nodes[best + 1][0]
    at = slope(depth, width, alpha, beta, T)
    for _ in range(110):
        middle = (lo + hi) / 2
        lo, hi = (middle, hi) if at(middle) > 0 else (lo, middle)
    return (lo + hi) / 2


def sample(density, count, digits=7):
    """Doubles v spread evenly in x from 80 nats below the peak on the left to 80 nats below it on the right."""
    to_v = density.chart[0]
    left, peak, right = density.fall(80, -1), density.peak(), density.fall(80, 1)
    left, right = max(left, mpf(-680)), min(right, mpf(680))
    half = count // 2
    xs = [left + (peak - left) * i / half for i in range(half)] + [peak + (right - peak) * i / half for i in range(half + 1)]
    return sorted({float(mp.nstr(to_v(x), digits)) for x in xs})


def solve(case):
    depth, width, law, share, T = case
    alpha, beta, delta = LAWS[law][1]()
    number = lambda q: mpf(q.numerator) / q.denominator
    a, b = [number(q) for q in alpha], [number(q) for q in beta]
    T = mpf(T)
    to, start = chart(depth, a, b, T)
    finite = depth > 0 or T < b[0] / a[0]
    density = Density(sde(depth, width, a, b, T), to, start, finite)
    vs = sample(density, 40)
    return ',\n  '.join(
        [
            '{"depth": %d, "width": %d, "law": "%s", "share": %s, "temperature": %r' % (depth, width, law, share, float(T)),
            '"alpha": [%s], "beta": [%s], "delta": %s'
            % (', '.join(map(text, a)), ', '.join(map(text, b)), text(number(delta))),
            '"mean": %s, "variance": %s, "mode": %s'
            % (text(density.mean), text(density.variance) if finite else 'null', text(mode(density, depth, a, b, T, width))),
            '"quantiles": {%s}' % ', '.join('"%s": %s' % (p, text(density.quantile(mpf(p)))) for p in LEVELS),
            '"points": [%s]}' % ', '.join('[%r, %s]' % (v, text(density.log_density(mpf(v)))) for v in vs),
        ]
    )


def cases():
    """(depth, width, law, share of the reference temperature, temperature as a double)."""
    for law, (_, moments) in LAWS.items():
        alpha, beta, _ = moments()
        unit, diverges = float(beta[1] / alpha[2]), float(beta[0] / alpha[0])
        for depth in (0, 1, 2, 3, 7):
            for width in (1, 4) if depth else (1,):
                for share in (0.05, 0.3, 0.9):
                    yield depth, width, law, share, float('%.6g' % (share * unit))
        yield 0, 1, law, 'null', float('%.6g' % (0.99 * diverges))


if __name__ == '__main__':
    with Pool(2) as pool:
        rows = pool.map(solve, list(cases()), chunksize=1)
    laws = json.dumps({name: data for name, (data, _) in LAWS.items()}, indent=1)
    with open('stationary.json', 'w') as handle:
        handle.write('{"laws": %s,\n"cases": [\n%s\n]}\n' % (laws, ',\n'.join(rows)))
