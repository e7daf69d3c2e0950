"""The reduced SDE of the diagonal-linear family, written down from the parameters, and moments in rational arithmetic."""

import csv
import math
from fractions import Fraction

from mpmath import mp, mpf


def sde(depth, width, alpha, beta, T, gamma=0, epsilon=0):
    """a(v), D(v) on v > 0 (every v at depth 0); epsilon is eta, or T in the paper's print, for the modified loss.

    depth 0 : a = -2 (beta1 v - beta2) - 2 gamma v,  D = 2 T g
    depth >= 1, s = (depth - 1)/(depth + 1):
      a = -2(D+1) d^-s v^(2D/(D+1)) r + 2D(D+1) d^-2s v^(3-4/(D+1)) T g - 2(D+1) gamma v
      D = 2 [(D+1) d^-s v^(2D/(D+1))]^2 T g
    The modified loss adds -(epsilon/4) grad |grad L|^2, differentiated numerically along the symmetric line
    u_i^(k) = rho, where |grad L|^2 = n (2 r rho^D + 2 gamma rho)^2, n = d (D+1), v = d rho^(D+1).
    """
    a1, a2, a3 = (mpf(x) for x in alpha)
    b1, b2 = (mpf(x) for x in beta)
    T, gamma, epsilon = mpf(T), mpf(gamma), mpf(epsilon)
    D, d = mpf(depth), mpf(width if depth else 1)
    n = d * (D + 1)
    s = (D - 1) / (D + 1)
    c1, c2 = (D + 1) * d**-s, D * (D + 1) * d ** (-2 * s)
    e1, e2 = 2 * D / (D + 1), 3 - 4 / (D + 1)

    def square_gradient(rho):
        return n * (2 * (b1 * d * rho ** (D + 1) - b2) * rho**D + 2 * gamma * rho) ** 2

    def coefficients(v):
        r = b1 * v - b2
        g = (a1 * v - 2 * a2) * v + a3
        if depth == 0:
            a, diffusion = -2 * r - 2 * gamma * v, 2 * T * g
        else:
            power = v**e1
            a = -2 * c1 * power * r + 2 * c2 * v**e2 * T * g - 2 * (D + 1) * gamma * v
            diffusion = 2 * (c1 * power) ** 2 * T * g
        if epsilon:
            rho = (v / d) ** (1 / (D + 1)) if depth else v
            speed = -(epsilon / 4) * mp.diff(square_gradient, rho) / n
            a += n * rho**D * speed
        return a, diffusion

    return coefficients


def slope(depth, width, alpha, beta, T):
    """(ln p)' = a/D - D'/D without decay or modified loss; its zero is the mode."""
    at = sde(depth, width, alpha, beta, T)
    a1, a2, a3 = (mpf(x) for x in alpha)

    def value(v):
        a, diffusion = at(v)
        g = (a1 * v - 2 * a2) * v + a3
        return a / diffusion - 2 * (a1 * v - a2) / g - (mpf(4 * depth) / (depth + 1) / v if depth else 0)

    return value


def pair_moments(mean):
    """alpha, beta, Delta from a function mean(i, j) = E[x^i y^j] over rationals."""
    b1, b2 = mean(2, 0), mean(1, 1)
    alpha = (mean(4, 0) - b1 * b1, mean(3, 1) - b1 * b2, mean(2, 2) - b2 * b2)
    return alpha, (b1, b2), alpha[0] * alpha[2] - alpha[1] ** 2


def table_moments(path):
    """Moments of the empirical law of a CSV file with columns x and y."""
    with open(path, newline='') as handle:
        rows = [(Fraction(row['x']), Fraction(row['y'])) for row in csv.DictReader(handle)]
    return pair_moments(lambda i, j: sum(x**i * y**j for x, y in rows) / len(rows))


def normal_power(k, mean, sd):
    """E[x^k] for x ~ normal(mean, sd)."""
    return sum(
        math.comb(k, 2 * j) * mean ** (k - 2 * j) * sd ** (2 * j) * math.prod(range(1, 2 * j, 2)) for j in range(k // 2 + 1)
    )


def uniform_power(k, lo, hi):
    """E[x^k] for x ~ uniform(lo, hi)."""
    return (hi ** (k + 1) - lo ** (k + 1)) / ((k + 1) * (hi - lo))


def derived_moments(power, y, noise_variance):
    """Moments for y = sum_k y[k] x^k + e with independent e of mean 0; power(k) = E[x^k]."""

    def mean(i, j):
        terms = {0: Fraction(1)}
        for _ in range(j):
            new = {}
            for p, c in terms.items():
                for k, q in y.items():
                    new[p + k] = new.get(p + k, 0) + c * q
            terms = new
        signal = sum(c * power(p + i) for p, c in terms.items())
        return signal + (noise_variance * power(i) if j == 2 else 0)

    return pair_moments(mean)
