"""P(v > 0) at depth 1 from starts off the balanced manifold, by paths of (u, w): test/reference/symmetric-paths.json.

With s = u + w, t = u - w the SDE of SGD is ds = -(g + 2c)s dt + n s dW, dt = (g - 2c)t dt - n t dW, where v = sum u w,
r = beta1 v - beta2, g = 2r, n^2 = 4T Var[x(vx - y)], c the weight decay. Steps hold the coefficients fixed and are then exact; they
are as short as the coefficients are large. Run: python3 test/reference/symmetric-paths.py > test/reference/symmetric-paths.json
"""

import json

import numpy as np

TOLERANCE = 0.005
ALPHA = (2.0, 2.0, 3.0)
BETA = (1.0, 1.0)
TIMES = [0.25, 0.5, 1.0, 2.0]
# u, w, temperature, weight decay, times, paths
STARTS = [
    ([1.0], [-0.9], 0.1, 0.0, TIMES, 400_000),
    ([0.5], [-0.3], 0.1, 0.0, TIMES, 400_000),
    ([0.8, 0.1], [-0.5, -0.4], 0.2, 0.0, TIMES, 100_000),
    ([1.0], [-0.99], 0.1, 0.1, [0.5, 1.0, 1.5, 2.0], 400_000),
    ([1.2], [0.5], 0.3, 0.0, TIMES, 400_000),
]


def walk(s, t, T, decay, span, rng):
    """Moves s and t, arrays of shape (width, paths), by `span`."""
    left = np.full(s.shape[1], span)
    active = np.arange(s.shape[1])
    while active.size:
        S, R = s[:, active], t[:, active]
        v = 0.25 * ((S * S).sum(axis=0) - (R * R).sum(axis=0))
        r = BETA[0] * v - BETA[1]
        g = ALPHA[0] * v * v - 2 * ALPHA[1] * v + ALPHA[2]
        h = np.minimum(left[active], TOLERANCE / (1 + 4 * np.abs(r) + 16 * T * g))
        kick = -2 * r * h + 2 * np.sqrt(T * g * h) * rng.standard_normal(active.size)
        damp = (2 * decay + 2 * T * g) * h
        s[:, active] = S * np.exp(kick - damp)
        t[:, active] = R * np.exp(-kick - damp)
        left[active] -= h
        active = active[left[active] > 1e-13]


def shares(u, w, T, decay, times, paths, seed):
    rng = np.random.default_rng(seed)
    one = np.ones((1, paths))
    s = (np.array(u) + np.array(w))[:, None] * one
    t = (np.array(u) - np.array(w))[:, None] * one
    out, now = [], 0.0
    for time in times:
        walk(s, t, T, decay, time - now, rng)
        now = time
        out.append(float(((s * s).sum(axis=0) > (t * t).sum(axis=0)).mean()))
    return out


rows = [
    {
        "u": u,
        "w": w,
        "temperature": T,
        "weightDecay": decay,
        "times": times,
        "paths": paths,
        "positive": shares(u, w, T, decay, times, paths, 20 + k),
    }
    for k, (u, w, T, decay, times, paths) in enumerate(STARTS)
]
print(json.dumps(rows, indent=2))
