import type { Component, MomentsResult, StationaryDocument } from '../../src/io/document.js';

/**
 * Stationary documents to write and to draw, from the closed form for label noise (α₁ = α₂ = 0) at depth 1:
 * v ~ Gamma(β₂/(2Tα₃) − 1/2, rate β₁/(2Tα₃)), here with β = (1, 1), α₃ = 1, so T_c = 1.
 */
export function labelNoise({ temperature = 0.25, cells = 2000 } = {}): StationaryDocument {
  const shape = 1 / (2 * temperature) - 0.5;
  const rate = 1 / (2 * temperature);
  const origin = -80 / shape;
  const end = Math.log((80 + 2 * shape) / rate);
  const h = (end - origin) / cells;
  const centres = Float64Array.from({ length: cells }, (_, i) => Math.exp(origin + (i + 0.5) * h));
  const widths = centres.map((v) => v * 2 * Math.sinh(h / 2));
  const logForm = centres.map((v) => (shape - 1) * Math.log(v) - rate * v);
  const total = logForm.reduce((sum, value, i) => sum + Math.exp(value) * widths[i]!, 0);
  const logDensity = logForm.map((value) => value - Math.log(total));
  const mass = logDensity.map((value, i) => Math.exp(value) * widths[i]!);
  const density: Component = {
    name: 'v>0',
    kind: 'density',
    support: [0, Infinity],
    weight: null,
    mean: shape / rate,
    variance: shape / rate ** 2,
    mode: Math.max(0, (shape - 1) / rate),
    quantiles: quantilesOf(centres, mass),
    originExponent: shape - 1,
    normalisable: true,
    boundary: { lower: 'natural', upper: 'entrance' },
  };
  const collapsed = point('v<0', -1.5 - 1 / (2 * temperature));
  return sample(temperature, {
    components: [density, collapsed, point('v=0')],
    density: { axes: [{ name: 'v', centres, widths }], mass, logDensity },
    closedForm: { name: 'label noise, depth 1', reference: '[NB] Eq. (15)', maxLogError: 3e-13 },
  });
}

/** Above T_c: every component is a point mass. */
export function collapsed(): StationaryDocument {
  const components = [point('v>0', -1.25), point('v<0', -1.75), point('v=0')];
  return sample(2, { components }, { critical: 1, warnings: ['T is above T_c = 1: v > 0 collapses.'] });
}

/** Depth 0 with α = (2, 2, 3), β = (1, 1): one component on the whole line, p ∝ g^(−1−1/(2Tα₁)) ([NB] Eq. 12, v symmetric about 1). */
export function wholeLine({ temperature = 0.2, cells = 3000 } = {}): StationaryDocument {
  const exponent = 1 + 1 / (4 * temperature);
  const h = 24 / cells;
  const lattice = Float64Array.from({ length: cells }, (_, i) => -12 + (i + 0.5) * h);
  const centres = lattice.map((x) => 1 + Math.sinh(x));
  const widths = lattice.map((x) => 2 * Math.cosh(x) * Math.sinh(h / 2));
  const logForm = centres.map((v) => -exponent * Math.log(2 * (v - 1) ** 2 + 1));
  const total = logForm.reduce((sum, value, i) => sum + Math.exp(value) * widths[i]!, 0);
  const logDensity = logForm.map((value) => value - Math.log(total));
  const mass = logDensity.map((value, i) => Math.exp(value) * widths[i]!);
  const component: Component = {
    name: 'class-1',
    kind: 'density',
    support: [-Infinity, Infinity],
    weight: 1,
    mean: 1,
    variance: mass.reduce((sum, m, i) => sum + m * (centres[i]! - 1) ** 2, 0),
    mode: 1,
    quantiles: quantilesOf(centres, mass),
    tailExponent: -2 * exponent,
    normalisable: true,
    boundary: { lower: 'natural', upper: 'natural' },
  };
  const density = { axes: [{ name: 'v', centres, widths }], mass, logDensity };
  return sample(temperature, { components: [component], density }, { depth: 0, critical: null, alpha: [2, 2, 3] });
}

function point(name: string, exponent?: number): Component {
  const quantiles = { '0.05': 0, '0.25': 0, '0.5': 0, '0.75': 0, '0.95': 0 };
  const moments = { weight: null, mean: 0, variance: 0, mode: 0, quantiles };
  const reason = exponent === undefined ? 'fixed point of the SDE' : `p ~ |v|^−${-exponent} at 0 is not integrable`;
  return { name, kind: 'point', support: [0, 0], ...moments, normalisable: exponent === undefined, reason };
}

interface SampleOptions {
  readonly depth?: number;
  readonly critical?: number | null;
  readonly alpha?: MomentsResult['alpha'];
  readonly warnings?: readonly string[];
}

function sample(
  temperature: number,
  result: StationaryDocument['result'],
  options: SampleOptions = {},
): StationaryDocument {
  const { depth = 1, critical = 1, alpha = [0, 0, 1], warnings = [] } = options;
  const delta = alpha[0] * alpha[2] - alpha[1] ** 2;
  const moments = { alpha, beta: [1, 1] as const, delta, temperature, criticalTemperature: critical, globalMinimum: 1 };
  return {
    command: 'stationary',
    version: '0.1.0',
    problem: {
      model: { family: 'diagonal-linear', depth, width: 1 },
      data: { x: 'rademacher()', e: 'normal(0, 1)', y: 'x + e' },
      sgd: { learningRate: temperature * 4, batchSize: 4, weightDecay: 0, modifiedLoss: false },
      coordinates: 'reduced',
      grid: 'auto',
    },
    result: { ...result, moments },
    warnings,
    stats: { milliseconds: 12.345, cells: result.density?.mass.length ?? 0 },
  };
}

function quantilesOf(centres: Float64Array, mass: Float64Array): Component['quantiles'] {
  const at = (p: number): number => {
    let sum = 0;
    return centres[mass.findIndex((m) => (sum += m) >= p)]!;
  };
  return { '0.05': at(0.05), '0.25': at(0.25), '0.5': at(0.5), '0.75': at(0.75), '0.95': at(0.95) };
}
