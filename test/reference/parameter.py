"""Log densities, means and variances of one-parameter problems by composite Gauss-Legendre quadrature; prints JSON for parameter.json.

p = exp(psi)/D / Z with psi' = a/D; the averages over x are taken on composite panels, independent of the program's rules.
Errors are near 1e-13, checked by halving every panel (the assertion below).
"""

import json
import numpy as np
from numpy.polynomial.legendre import leggauss

X, W = leggauss(20)


def composite(low, high, panels):
    edges = np.linspace(low, high, panels + 1)
    half = np.diff(edges)[:, None] / 2
    return (edges[:-1, None] + half * (X + 1)).ravel(), (half * W).ravel()


def solve(f, d, window, points, panels):
    """f = a/D and d = D as functions of an array; `points` lie inside `window`."""
    marks = np.union1d(np.linspace(*window, panels + 1), points)
    psi = [0.0]
    nodes, values, weights = [], [], []
    inner = np.array([[np.polynomial.legendre.Legendre.basis(k).integ(lbnd=-1)(x) for k in range(20)] for x in X])
    coefficients = np.array([[(k + 0.5) * W[j] * np.polynomial.legendre.Legendre.basis(k)(X[j]) for j in range(20)] for k in range(20)])
    partial = inner @ coefficients
    for a, b in zip(marks[:-1], marks[1:]):
        t = a + (b - a) * (X + 1) / 2
        slope = f(t)
        nodes.append(t)
        values.append(psi[-1] + (b - a) / 2 * partial @ slope)
        weights.append((b - a) / 2 * W)
        psi.append(psi[-1] + (b - a) / 2 * W @ slope)
    t, v, w = map(np.concatenate, (nodes, values, weights))
    log = v - np.log(d(t))
    top = log.max()
    z = np.sum(w * np.exp(log - top))
    p = w * np.exp(log - top) / z
    mean = np.sum(p * t)
    at = [float(psi[np.searchsorted(marks, x)] - np.log(d(np.array([x])))[0] - top - np.log(z)) for x in points]
    return {"points": list(zip(map(float, points), at)), "mean": float(mean), "variance": float(np.sum(p * (t - mean) ** 2))}


def gradient_noise(gradient, nodes, weights, T, decay):
    """Drift over diffusion and diffusion from the mean and variance of a gradient g(v, node) over weighted nodes."""
    cache = {}

    def both(v):
        key = v.tobytes()
        if key not in cache:
            g = gradient(v[:, None], nodes[None, :])
            mean = g[0] @ weights
            cache[key] = (-(mean + 2 * decay * v), T / 2 * (g[1] @ weights - mean**2))
        return cache[key]

    return lambda v: both(v)[0] / both(v)[1], lambda v: both(v)[1]


def tanh_gradient(k, sigma):
    def g(v, x):
        h, s = np.tanh(v * x), 1 / np.cosh(v * x) ** 2
        r = h - k * x
        return 2 * r * x * s, 4 * (r**2 + sigma**2) * (x * s) ** 2

    return g


def logistic_gradient(v, x):
    s = 1 / (1 + np.exp(v * np.abs(x)))
    o = 1 / (1 + np.exp(-v * np.abs(x)))
    f = 0.1
    a = np.abs(x)
    return a * (f * o - (1 - f) * s), a**2 * (f * o**2 + (1 - f) * s**2)


def cases(n):
    x, w = composite(-12, 12, 80)
    normal = w * np.exp(-x * x / 2) / np.sqrt(2 * np.pi)
    yield "tanh, normal input", *gradient_noise(tanh_gradient(1.2, 0.5), x, normal, 0.1, 0), (-1.5, 3.2), [-0.5, 0.5, 1.5, 1.8, 2.5]
    d = np.array([-2.0, -1, 1, 2])
    yield "tanh, discrete input", *gradient_noise(tanh_gradient(0.3, 1), d, np.full(4, 0.25), 0.5, 0.05), (-2.6, 2.8), [-1.0, -0.3, 0.3, 1.0, 1.5]
    x, w = composite(0, 2, 8)
    yield "logistic", *gradient_noise(logistic_gradient, x, w / 2, 0.25, 0.02), (-2, 8), [0.0, 1.0, 1.4, 2.0, 4.0]
    m, T = 0.0005, 0.008
    yield "two wells", (lambda t: -(4 * t * (t * t - 1) + m) / (T / 2)), (lambda t: T / 2 + 0 * t), (-1.5, 1.5), [-1.05, -0.5, 0.0, 0.7, 1.0]
    g = lambda t: 4 * t * (t * t - 1)
    D = lambda t: 0.05 * (0.25 * g(t) ** 2 + 0.09)
    yield "two wells, multiplicative noise", (lambda t: -g(t) / D(t)), D, (-40, 40), [-2.0, -1.0, 0.0, 0.5, 1.5]


if __name__ == "__main__":
    out = {}
    for name, f, d, window, points in cases(0):
        coarse, fine = (solve(f, d, window, points, n) for n in (800, 1600))
        assert max(abs(a[1] - b[1]) for a, b in zip(coarse["points"], fine["points"])) < 1e-11, name
        out[name] = fine
    print(json.dumps(out, indent=1))
