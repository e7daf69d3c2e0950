import type { Component } from '../../src/io/document.js';
import type {
  ErgodicDocument,
  EvolutionDocument,
  PassageDocument,
  SpectrumDocument,
} from '../../src/io/evolution-document.js';

const moments = {
  alpha: [0, 0, 1] as const,
  beta: [1, 1] as const,
  delta: 0,
  temperature: 0.25,
  criticalTemperature: 1,
  globalMinimum: 1,
};
const base = {
  version: '0.1.0',
  problem: { model: { family: 'diagonal-linear', depth: 1, width: 1 }, sgd: { temperature: 0.25 } },
  warnings: [],
  stats: { milliseconds: 12 },
};

/** Two frames on two cells beside a point mass at v = 0. */
export function evolutionSample(): EvolutionDocument {
  const axes = [{ name: 'v', centres: [0.5, 2], widths: [1, 2], edges: [0, 1, 3] }];
  const frame = (time: number, mass: readonly [number, number], relativeEntropy: number | null) => ({
    time,
    moments: { v: { mean: 0.5 * mass[0] + 2 * mass[1], variance: 0.25 } },
    components: [
      { name: 'v<0', weight: 0 },
      { name: 'v>0', weight: mass[0] + mass[1] },
      { name: 'v=0', weight: 0.2 },
    ],
    entropy: 0.75,
    relativeEntropy,
    density: { axes, mass: [...mass], logDensity: [Math.log(mass[0]), Math.log(mass[1] / 2)] },
  });
  const frames = [frame(0, [0.3, 0.5], 0.125), frame(10, [0.6, 0.2], null)];
  const result = { variable: 'v', initial: 'v ~ uniform(0, 3)', frames, massError: 2e-16, smallestMass: 0.2, moments };
  return { ...base, command: 'evolve', result };
}

/** A density on one side and a point on the other. */
export function ergodicSample(): ErgodicDocument {
  const quantiles = { '0.05': 0, '0.25': 0, '0.5': 0, '0.75': 0, '0.95': 0 };
  const point: Component = {
    name: 'v<0',
    kind: 'point',
    support: [0, 0],
    weight: 0.25,
    mean: 0,
    variance: 0,
    mode: 0,
    quantiles,
    normalisable: false,
  };
  const open = { name: 'v>0', kind: 'density' as const, support: [0, Infinity] as const, normalisable: true };
  return {
    ...base,
    command: 'ergodic',
    result: {
      variable: 'v',
      components: [{ ...point, ...open, weight: 0.75, mean: 0.75 }, point],
      initial: {
        law: 'v ~ uniform(-1, 3)',
        components: [
          { name: 'v<0', weight: 0.25 },
          { name: 'v>0', weight: 0.75 },
        ],
      },
      weights: { 'v>0': 0.75, 'v<0': 0.25 },
      limits: [
        { name: 'v>0', kind: 'density', weight: 0.75 },
        { name: 'v=0', kind: 'point', at: 0, weight: 0.25 },
      ],
      moments,
    },
  };
}

/** One line with two isolated rates below a continuum, one that collapses. */
export function spectrumSample(): SpectrumDocument {
  const first = {
    name: 'v>0',
    kind: 'density' as const,
    rates: [0, 1, 1.2],
    errors: [0, 1e-9],
    isolated: 2,
    gap: 1,
    relaxationTimes: [1],
    continuum: { edge: 1.125, evidence: ['The potential is flat.'] },
  };
  const second = {
    name: 'v<0',
    kind: 'point' as const,
    rates: [0],
    errors: [0],
    isolated: 1,
    gap: null,
    relaxationTimes: [],
    continuum: { edge: null, evidence: [] },
  };
  return { ...base, command: 'spectrum', result: { variable: 'v', ...first, lines: [first, second], moments } };
}

/** A start that surely arrives, one that may not, and one whose chance and time are out of range. */
export function passageSample(): PassageDocument {
  return {
    ...base,
    command: 'passage',
    result: {
      variable: 'v',
      to: { text: 'v>1', from: 1, to: Infinity },
      starts: [
        { from: 0.5, probability: 1, logProbability: 0, meanTime: 0.4669, logMeanTime: -0.7616 },
        { from: -1, probability: 0.25, logProbability: -1.386, meanTime: Infinity, logMeanTime: Infinity },
        { from: -3, probability: 0, logProbability: -900, meanTime: Infinity, logMeanTime: 1000 },
      ],
      moments,
    },
  };
}
