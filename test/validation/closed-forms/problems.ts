import type { LinearProblem } from '../../../validation/closed-forms/index.js';

/** A plain problem: x ~ N(0, 1), y = x + e with e ~ N(0, 1), depth 1, T = 0.1. */
export const plain: LinearProblem = {
  depth: 1,
  width: 1,
  alpha: [2, 2, 3],
  beta: [1, 1],
  delta: 2,
  temperature: 0.1,
  weightDecay: 0,
  learningRate: null,
  modifiedLoss: false,
};

/** Repeatable numbers in [0, 1). */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** ε of the modified loss. */
export function epsilon(p: LinearProblem): number {
  return p.modifiedLoss === false ? 0 : p.modifiedLoss === 'paper' ? p.temperature : p.learningRate!;
}

/** −∇v·∇((ε/4)‖∇L‖²) at the balanced point of v > 0, by central differences in all d(D + 1) parameters. */
export function modifiedDrift(p: LinearProblem, v: number): number {
  const layers = p.depth + 1;
  const d = p.depth === 0 ? 1 : p.width;
  const theta = Array.from({ length: d * layers }, () => (p.depth === 0 ? v : (v / d) ** (1 / layers)));
  const gradientOfV = (t: number[]): number[] =>
    t.map((_, i) => {
      const chain = Math.floor(i / layers);
      return t.reduce((m, u, j) => (j !== i && Math.floor(j / layers) === chain ? m * u : m), 1);
    });
  const value = (t: number[]): number => {
    let sum = 0;
    for (let i = 0; i < d; i++) sum += t.slice(i * layers, (i + 1) * layers).reduce((m, u) => m * u, 1);
    return sum;
  };
  const squareGradient = (t: number[]): number => {
    const r = p.beta[0] * value(t) - p.beta[1];
    return gradientOfV(t).reduce((sum, q, i) => sum + (2 * r * q + 2 * p.weightDecay * t[i]!) ** 2, 0);
  };
  const direction = gradientOfV(theta);
  const move = (h: number): number => squareGradient(theta.map((u, i) => u + h * direction[i]!));
  const h = 1e-3 * theta[0]!;
  const slope = (8 * (move(h) - move(-h)) - (move(2 * h) - move(-2 * h))) / (12 * h);
  return (-epsilon(p) / 4) * slope;
}

/** a(v) and D(v) of the reduced SDE on v > 0 (any v at depth 0), written down again from its formula. */
export function reducedSde(p: LinearProblem, v: number): { a: number; D: number } {
  const { temperature: T, weightDecay } = p;
  const r = p.beta[0] * v - p.beta[1];
  const g = p.alpha[0] * v * v - 2 * p.alpha[1] * v + p.alpha[2];
  const extra = p.modifiedLoss === false ? 0 : modifiedDrift(p, v);
  if (p.depth === 0) return { a: -2 * r - 2 * weightDecay * v + extra, D: 2 * T * g };
  const n = p.depth + 1;
  const s = (p.depth - 1) / n;
  const scale = p.width ** -s;
  const power = v ** ((2 * p.depth) / n);
  const ito = 2 * p.depth * n * scale * scale * v ** (3 - 4 / n) * T * g;
  return {
    a: -2 * n * scale * power * r + ito - 2 * n * weightDecay * v + extra,
    D: 2 * (n * scale * power) ** 2 * T * g,
  };
}

/** f′(v) by a stencil of fourth order. */
export function derivative(f: (v: number) => number, v: number): number {
  const h = 1e-3 * Math.max(Math.abs(v), 0.01);
  return (8 * (f(v + h) - f(v - h)) - (f(v + 2 * h) - f(v - 2 * h))) / (12 * h);
}

/** The slope (ln p)′ = (a − D′)/D that zero flux asks for. */
export function zeroFluxSlope(p: LinearProblem, v: number): number {
  return (reducedSde(p, v).a - derivative((u) => reducedSde(p, u).D, v)) / reducedSde(p, v).D;
}
