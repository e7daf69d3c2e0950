"""Piecewise Gauss-Legendre integration of a one-dimensional stationary density in high precision (mpmath).

A density is given by its Ito SDE alone, dv = a dt + sqrt(2 D) dW, on a support (lo, hi) where it can be normalised:
zero flux means (D p)' = a p, so ln(D p) = integral of a/D. Everything runs in a coordinate x with v = v(x) monotone.
"""

from mpmath import mp, mpf

mp.dps = 45
N = 36  # Gauss-Legendre nodes of one panel
TOLERANCE = mpf(10) ** -34  # trailing Legendre coefficients, relative
FALL = 110  # nats below the maximum at which the integration stops


def legendre_rule():
    """Nodes and weights of the N-point rule, and the matrices values -> coefficients, values -> antiderivative at nodes."""

    def legendre(x):
        p = [mpf(1), x]
        for k in range(1, N + 1):
            p.append(((2 * k + 1) * x * p[k] - k * p[k - 1]) / (k + 1))
        return p

    nodes, weights = [], []
    for i in range(N):
        x = mp.cos(mp.pi * (i + mpf(3) / 4) / (N + mpf(1) / 2))
        for _ in range(12):
            p = legendre(x)
            slope = N * (x * p[N] - p[N - 1]) / (x * x - 1)
            x -= p[N] / slope
        nodes.append(x)
        weights.append(2 / ((1 - x * x) * slope * slope))
    nodes, weights = nodes[::-1], weights[::-1]
    table = [legendre(x) for x in nodes]
    coefficient = [[(2 * k + 1) * weights[i] * table[i][k] / 2 for i in range(N)] for k in range(N)]

    def antiderivative(p, x):  # of P_k from -1 to x
        return [x + 1] + [(p[k + 1] - p[k - 1]) / (2 * k + 1) for k in range(1, N)]

    integral = []
    for j in range(N):
        q = antiderivative(table[j], nodes[j])
        integral.append([mp.fsum(q[k] * coefficient[k][i] for k in range(N)) for i in range(N)])
    return nodes, weights, coefficient, integral, legendre, antiderivative


NODES, WEIGHTS, COEFFICIENT, INTEGRAL, legendre, antiderivative = legendre_rule()


class Density:
    """The normalised density of `sde(v) -> (a, D)` in the coordinate `chart = (to_v, slope, to_x)`, started at x = `start`."""

    def __init__(self, sde, chart, start, second_moment=True):
        self.sde, self.chart = sde, chart
        self.powers = (0, 2) if second_moment else (0,)
        self.top = {m: mpf('-inf') for m in self.powers}
        right = self.march(mpf(start), 1)
        left = self.march(mpf(start), -1)
        self.panels = left[::-1] + right
        self.mass = [mp.fsum(q['moments'][m] for q in self.panels) for m in range(3)]
        self.mean = self.mass[1] / self.mass[0]
        self.variance = self.mass[2] / self.mass[0] - self.mean**2 if second_moment else None

    def panel(self, x, length, base):
        """Panel between x and x + length; `base` is ln(D p) at x. None if the rule does not resolve it."""
        to_v, slope, _ = self.chart
        half = length / 2
        V, F, G = [], [], []
        for t in NODES:
            y = x + half * (1 + t)
            v, dv = to_v(y), slope(y)
            a, d = self.sde(v)
            V.append(v)
            F.append(a / d * dv)
            G.append(mp.log(abs(dv)) - mp.log(d))
        fc = [mp.fdot(row, F) for row in COEFFICIENT]
        S = [base + half * mp.fdot(row, F) for row in INTEGRAL]
        L = [S[i] + G[i] for i in range(N)]
        scale = max(1, abs(S[-1] - base))
        if max(abs(c) for c in fc[-3:]) * abs(half) > TOLERANCE * scale:
            return None
        easy = max(abs(c) for c in fc[N // 2 :]) * abs(half) < TOLERANCE * scale
        for m in self.powers:
            lifted = [L[i] + m * mp.log(abs(V[i])) if m else L[i] for i in range(N)]
            self.top[m] = max(self.top[m], max(lifted))
            R = [mp.exp(q - self.top[m]) for q in lifted]
            rc = [abs(mp.fdot(row, R)) for row in COEFFICIENT]
            if max(rc[-3:]) > TOLERANCE:
                return None
            easy = easy and max(rc[N // 2 :]) < TOLERANCE
        R = [mp.exp(q) for q in L]
        moments = [abs(half) * mp.fsum(WEIGHTS[i] * R[i] * V[i] ** m for i in range(N)) for m in range(3)]
        end = base + half * mp.fdot(WEIGHTS, F)
        return {'x': x, 'half': half, 'V': V, 'F': fc, 'R': R, 'L': L, 'base': base, 'end': end, 'moments': moments, 'easy': easy}

    def march(self, x, direction):
        """Panels from x outwards until every moment that is wanted has fallen by FALL nats."""
        out, base, length = [], mpf(0), mpf(1) / 4
        while True:
            q = self.panel(x, direction * length, base)
            if q is None:
                length /= 2
                continue
            out.append(q)
            x, base = x + direction * length, q['end']
            if q['easy']:
                length *= 2
            edge = -1 if direction > 0 else -1
            last = q['L'][edge]
            v = abs(q['V'][edge])
            fallen = all(last + (m * mp.log(v) if m else 0) < self.top[m] - FALL for m in self.powers)
            if fallen and last < q['L'][0]:
                return out

    def locate(self, x):
        """The panel that holds x and the place of x in it, in (-1, 1)."""
        for q in self.panels:
            t = (x - q['x']) / q['half'] - 1
            if -1 <= t <= 1:
                return q, t
        raise ValueError('outside the integrated range')

    def log_density(self, v):
        """ln of the normalised density in v."""
        q, t = self.locate(self.chart[2](v))
        p = antiderivative(legendre(t), t)
        return q['base'] + q['half'] * mp.fdot(q['F'], p) - mp.log(self.sde(v)[1]) - mp.log(self.mass[0])

    def quantile(self, level):
        """The v below which a share `level` of the mass lies."""
        to_v, _, _ = self.chart
        left = level * self.mass[0]
        for q in sorted(self.panels, key=lambda q: to_v(q['x'] + q['half'])):
            if q['moments'][0] >= left:
                break
            left -= q['moments'][0]
        rc = [mp.fdot(row, q['R']) for row in COEFFICIENT]
        backwards = q['half'] < 0
        lo, hi = mpf(-1), mpf(1)
        target = left if not backwards else q['moments'][0] - left
        t = mpf(0)
        for _ in range(400):
            p = legendre(t)
            value = abs(q['half']) * mp.fdot(rc, antiderivative(p, t)) - target
            if value > 0:
                hi = t
            else:
                lo = t
            step = t - value / (abs(q['half']) * mp.fdot(rc, p[:N]))
            new = step if lo < step < hi else (lo + hi) / 2
            if abs(new - t) < mpf(10) ** -35:
                break
            t = new
        return to_v(q['x'] + q['half'] * (1 + t))

    def fall(self, nats, direction):
        """The x on one side of the maximum where p dv/dx has fallen by `nats`, to panel resolution."""
        nodes = sorted(
            ((q['x'] + q['half'] * (1 + NODES[i]), q['L'][i]) for q in self.panels for i in range(N)), key=lambda n: direction * n[0]
        )
        top = max(range(len(nodes)), key=lambda i: nodes[i][1])
        for x, height in nodes[top:]:
            if height < nodes[top][1] - nats:
                return x
        return nodes[-1][0]

    def peak(self):
        """The x where p dv/dx is largest, to panel resolution."""
        return max(((q['L'][i], q['x'] + q['half'] * (1 + NODES[i])) for q in self.panels for i in range(N)))[1]
