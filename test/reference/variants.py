"""Writes variants.json: weight decay, modified losses, hostile temperatures, label noise, noise that vanishes.

Run: python3 variants.py. As stationary.json, but with the moments given outright and without a mode. Each problem has
one side that can be normalised; the case describes that side. depth "infinity" is the limit SDE
a = -2 N r + 2 N^2 T g / v, D = 2 N^2 T g with N = v^2/q, where `width` is q = d/(D+1).
"""

import json
from fractions import Fraction
from multiprocessing import Pool

from mpmath import mp, mpf

from quadrature import Density
from sde import sde
from stationary import LEVELS, sample, text

PLAIN = dict(alpha=('2', '2', '3'), beta=('1', '1'))
SKEW = dict(alpha=('1.5', '1.2', '1.9'), beta=('1.1', '0.9'))
LEFT = dict(alpha=('1.5', '-1.2', '1.9'), beta=('1.1', '-0.9'))
LABEL = dict(alpha=('0', '0', '1.5'), beta=('1.25', '0.75'))
LINE = dict(alpha=('2', '2.5', '3.125'), beta=('1', '1.25'))  # y = kx, k = 1.25
BELOW = dict(alpha=('2', '2.5', '3.125'), beta=('1', '0.9'))  # y = kx - c/x, the drift at k points down
ABOVE = dict(alpha=('2', '2.5', '3.125'), beta=('1', '1.5'))  # the drift at k points up
OPPOSITE = dict(alpha=('2', '-2.5', '3.125'), beta=('1', '0.5'))  # k < 0
CONSTANT = dict(alpha=('2', '0', '0'), beta=('1', '0.75'))  # xy constant
NARROW = dict(alpha=('2', '2.5', '3.125001'), beta=('1', '1.2'))

WHOLE, HALF, SHORT = ('-inf', 'inf'), ('0', 'inf'), ('0', '1.25')


def case(name, data, depth, T, support=None, width=1, gamma='0', loss=False, rate='0.2'):
    support = support or (HALF if depth else WHOLE)
    return dict(data, name=name, depth=depth, T=T, support=support, width=width, gamma=gamma, loss=loss, rate=rate)


CASES = [
    case('decay', PLAIN, 0, '0.1', gamma='0.1'),
    case('decay', PLAIN, 1, '0.1', gamma='0.1'),
    case('negative', LEFT, 0, '0.1'),
    case('negative', LEFT, 1, '0.1', ('-inf', '0')),
    case('negative', LEFT, 2, '0.1', ('-inf', '0'), width=3),
    case('modified', SKEW, 0, '0.05', loss=True),
    case('modified', SKEW, 0, '0.05', loss=True, gamma='0.05'),
    case('modified', SKEW, 1, '0.05', loss=True),
    case('modified', SKEW, 1, '0.05', loss=True, gamma='0.05'),
    case('modified', SKEW, 2, '0.05', loss=True),
    case('modified', SKEW, 3, '0.05', loss=True, width=4),
    case('modified', SKEW, 1, '0.2', loss='paper'),
    case('modified', SKEW, 2, '0.2', loss='paper', width=2),
    case('cold', SKEW, 0, '5e-7'),
    case('cold', SKEW, 1, '5e-7'),
    case('cold', SKEW, 2, '5e-7'),
    case('cold', SKEW, 7, '5e-7', width=4),
    case('hot', SKEW, 0, '500'),
    case('hot', SKEW, 2, '500'),
    case('hot', SKEW, 3, '500', width=4),
    case('hot', SKEW, 7, '500'),
    case('critical', SKEW, 1, '0.473'),
    case('label', LABEL, 0, '0.1'),
    case('label', LABEL, 0, '0.1', gamma='0.25', loss=True),
    case('label', LABEL, 1, '0.1'),
    case('label', LABEL, 1, '0.1', gamma='0.25', loss=True),
    case('label', LABEL, 2, '0.1', width=2),
    case('label', LABEL, 3, '0.1', width=3),
    case('label', LABEL, 2, '0.1', width=2, loss=True),
    case('label', LABEL, 7, '2.0', loss='paper'),
    case('interpolation', LINE, 0, '0.1', ('-inf', '1.25'), gamma='0.1'),
    case('interpolation', BELOW, 0, '0.1', ('-inf', '1.25')),
    case('interpolation', ABOVE, 0, '0.1', ('1.25', 'inf')),
    case('interpolation', ABOVE, 0, '0.1', ('1.25', 'inf'), loss=True),
    case('interpolation', LINE, 1, '0.1', SHORT, gamma='0.1'),
    case('interpolation', BELOW, 1, '0.1', SHORT),
    case('interpolation', ABOVE, 1, '0.1', ('1.25', 'inf')),
    case('interpolation', BELOW, 1, '0.1', SHORT, loss=True),
    case('interpolation', BELOW, 2, '0.1', SHORT),
    case('interpolation', ABOVE, 3, '0.1', ('1.25', 'inf'), width=2),
    case('interpolation', OPPOSITE, 1, '0.05'),
    case('interpolation', OPPOSITE, 2, '0.05'),
    case('interpolation', CONSTANT, 0, '0.1', HALF),
    case('interpolation', CONSTANT, 1, '0.1'),
    case('interpolation', CONSTANT, 2, '0.1', width=2),
    case('narrow', NARROW, 0, '0.1'),
    case('narrow', NARROW, 1, '0.1'),
    case('narrow', NARROW, 2, '0.1', width=2),
    case('limit', SKEW, 'infinity', '0.2', width='0.5'),
    case('limit', LABEL, 'infinity', '0.2', width='0.5'),
]


def limit(q, alpha, beta, T):
    a1, a2, a3 = alpha

    def coefficients(v):
        r, g, n = beta[0] * v - beta[1], (a1 * v - 2 * a2) * v + a3, v * v / q
        return -2 * n * r + 2 * n * n * T * g / v, 2 * n * n * T * g

    return coefficients


def chart(support, beta, width):
    """An increasing coordinate on a support, and where to start."""
    lo, hi = mpf(support[0]), mpf(support[1])
    if mp.isinf(lo) and mp.isinf(hi):
        c = beta[1] / beta[0]
        return (lambda x: c + width * mp.sinh(x), lambda x: width * mp.cosh(x), lambda v: mp.asinh((v - c) / width)), mpf(0)
    if mp.isinf(hi):
        return (lambda x: lo + mp.exp(x), mp.exp, lambda v: mp.log(v - lo)), mp.log(abs(beta[1] / beta[0] - lo) or 1)
    if mp.isinf(lo):
        return (lambda x: hi - mp.exp(-x), lambda x: mp.exp(-x), lambda v: -mp.log(hi - v)), mpf(0)
    size = hi - lo
    return (
        lambda x: lo + size / (1 + mp.exp(-x)),
        lambda x: size / (mp.exp(x / 2) + mp.exp(-x / 2)) ** 2,
        lambda v: mp.log((v - lo) / (hi - v)),
    ), mpf(0)


def solve(c):
    number = lambda q: mpf(Fraction(q).numerator) / Fraction(q).denominator
    depth, T, gamma, rate = c['depth'], number(c['T']), number(c['gamma']), number(c['rate'])
    A, B = [Fraction(q) for q in c['alpha']], [Fraction(q) for q in c['beta']]
    a, b = [number(q) for q in A], [number(q) for q in B]
    epsilon = {False: mpf(0), True: rate, 'paper': T}[c['loss']]
    # v < 0 at depth >= 1 is v > 0 of the mirrored problem.
    flip = depth != 0 and c['support'][0] == '-inf'
    support = ('0', 'inf') if flip else c['support']
    if flip:
        a[1], b[1] = -a[1], -b[1]
    if depth == 'infinity':
        law = limit(number(c['width']), a, b, T)
    else:
        law = sde(depth, c['width'], a, b, T, gamma, epsilon)
    centre = b[1] / b[0]
    scale = mp.sqrt(T * ((a[0] * centre - 2 * a[1]) * centre + a[2]) / b[0])
    to, start = chart(support, b, scale)
    stiff = (b[0] + gamma) * (1 + epsilon * (b[0] + gamma))
    finite = depth != 0 or a[0] == 0 or T < stiff / a[0]
    density = Density(law, to, start, finite)
    sign = -1 if flip else 1
    # Where the variance diverges the panels end before the mean has converged; it is known exactly: E a = 0 at depth 0.
    mean = sign * density.mean if finite else b[1] / (b[0] + gamma)
    points = sorted((sign * v, density.log_density(mpf(v))) for v in sample(density, 12, 13))
    quantiles = {p: sign * density.quantile(1 - mpf(p) if flip else mpf(p)) for p in LEVELS}
    return ',\n  '.join(
        [
            '{"name": "%s", "depth": %s, "width": %s' % (c['name'], json.dumps(depth), c['width']),
            '"alpha": [%s], "beta": [%s], "delta": %s'
            % (', '.join(c['alpha']), ', '.join(c['beta']), text(number(A[0] * A[2] - A[1] ** 2))),
            '"temperature": %s, "weightDecay": %s, "learningRate": %s, "modifiedLoss": %s'
            % (c['T'], c['gamma'], c['rate'], json.dumps(c['loss'])),
            '"mean": %s, "variance": %s' % (text(mean), text(density.variance) if finite else 'null'),
            '"quantiles": {%s}' % ', '.join('"%s": %s' % (p, text(v)) for p, v in quantiles.items()),
            '"points": [%s]}' % ', '.join('[%r, %s]' % (v, text(height)) for v, height in points),
        ]
    )


if __name__ == '__main__':
    with Pool(2) as pool:
        rows = pool.map(solve, CASES, chunksize=1)
    with open('variants.json', 'w') as handle:
        handle.write('{"cases": [\n%s\n]}\n' % ',\n'.join(rows))
