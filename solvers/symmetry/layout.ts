import { InputError } from '../../src/num/input-error.js';
import { modelScales, type SymmetricModel } from './model.js';
import type { StartCloud } from './start.js';
import type { TailPlan } from './tail.js';
import { inverseSinh, strip, type Strip } from './strip.js';

/** The resolution of a run; every length is in ξ and ζ, which are logarithms. */
export interface Resolution {
  /** Cell width in asinh(v/c), which is ξ at the lower end of the grid (default 0.1). */
  readonly xi?: number;
  /** Cell height in ζ (default 0.2). */
  readonly zeta?: number;
  /** Longest time step (default 0.04/(β₂ + Tα₃ + γ)). */
  readonly time?: number;
  /**
   * Largest |v| on the grid, as a multiple of the largest scale of the problem and the start (default 10⁴, as ζ falls most during rare
   * excursions to large v; 50 where α₁ = 0 and there are none). */
  readonly reach?: number;
}

/** Grid and tail of a run. */
export interface SymmetricGrid {
  readonly strip: Strip;
  readonly tail: TailPlan;
  readonly timeStep: number;
  /** The |v| below which the coefficients are those of v = 0 to a few per cent. */
  readonly linear: number;
}

/** Deviations of the sign's Brownian motion that the strip follows before the tail takes over, and the most that this may add to ζ. */
const DEVIATIONS = 4.5;
const MOST_BELOW = 16;

/** No start is followed through more than this; by then b is far in the linear regime, where the tail is exact. */
const DEEPEST = 40;

/** Memory for three moments of 8 bytes, and minutes of time. */
const MOST_CELLS = 2e7;

/**
 * Chooses the strip: its top one row above the highest start, with that start in the middle of a row and, for a single start, in the
 * middle of a column; its bottom where e^ζ is small against every scale of the problem and where, in the linear regime, all but about
 * 10⁻⁶ of the mass has the right sign (sooner where that would take more than MOST_BELOW units of ζ; the tail then does the rest).
 * Throws InputError for a resolution that is not positive, or that takes more than MOST_CELLS cells.
 */
export function layOut(
  m: SymmetricModel,
  cloud: StartCloud,
  level: number | null,
  { xi = 0.1, zeta = 0.2, time, reach = m.curvature > 0 ? 1e4 : 50 }: Resolution,
): SymmetricGrid {
  for (const [name, value] of Object.entries({ xi, zeta, reach, time: time ?? 1 })) {
    if (value > 0 && value < Infinity) continue;
    throw new InputError(`resolution.${name}`, 'a finite number > 0', String(value), 'Leave it out for the default.');
  }
  const { linear, typical } = modelScales(m);
  const inside = Array.from(cloud.weight, (_, n) => n).filter(
    (n) => cloud.weight[n] > 0 && cloud.logA[n] > -Infinity && cloud.logB[n] > -Infinity,
  );
  const highest = inside.reduce((top, n) => Math.max(top, 0.5 * (cloud.logA[n] + cloud.logB[n])), -Infinity);
  const largest = cloud.weight.reduce((v, _, n) => Math.max(v, Math.exp(cloud.logA[n]), Math.exp(cloud.logB[n])), 0);
  const settled = Math.log(linear) - 6;
  const deepest = inside.reduce((low, n) => Math.min(low, bottomFor(m, cloud, n)), settled);
  const top = (highest === -Infinity ? settled + zeta : highest) + 1.5 * zeta;
  const rows = Math.max(4, Math.ceil((top - deepest) / zeta));
  const reachV = Math.max(reach * typical, 4 * largest, 2 * (level ?? 0));
  const bottom = top - rows * zeta;
  const alone = inside.length === 1 ? inverseSinh(modelOf(cloud, inside[0]) / (2 * Math.exp(bottom))) : 0;
  const cells = (rows * 2 * inverseSinh(reachV / (2 * Math.exp(bottom)))) / xi;
  if (!(cells <= MOST_CELLS)) {
    const cure = 'Use larger cells, or leave out starts that are almost balanced on the wrong side.';
    throw new InputError('resolution', `at most ${MOST_CELLS} cells`, cells.toExponential(1), cure);
  }
  const s = strip({ step: fitted(xi, alone), fall: zeta, top, rows, reach: reachV, level });
  return {
    strip: s,
    tail: {
      step: s.step,
      reach: -s.left * s.step,
      lowest: Math.min(2 * bottom - Math.log(reachV), -30) - 5,
      highest: Math.log(reachV),
      level,
    },
    timeStep: time ?? 0.04 / (m.beta2 + m.temperature * m.noiseAtZero + m.weightDecay),
    linear: 0.05 * linear,
  };
}

/** v = a − b of a start. */
function modelOf({ logA, logB }: StartCloud, n: number): number {
  return 2 * Math.exp(0.5 * (logA[n] + logB[n])) * Math.sinh(0.5 * (logA[n] - logB[n]));
}

/** A step near `step` that puts x₀ in the middle of a column (½, 3/2, … steps from 0). */
function fitted(step: number, x: number): number {
  const size = Math.abs(x);
  return size > step ? size / (Math.round(size / step - 0.5) + 0.5) : step;
}

/** A start of the right sign is followed like one at v = 0 where it may come back to v = 0 with a probability above this. */
const RETURN = 1e-6;

/**
 * How deep a start must be followed. In the linear regime dξ/ds = μ with variance σ² per unit s of fall, μ = β₂/(Tα₃ + γ),
 * σ² = 4Tα₃/(Tα₃ + γ): from the wrong side, μs − |ξ₀| = DEVIATIONS·σ√s. From ξ > 0 it returns with probability e^{−2μξ/σ²}.
 */
function bottomFor(m: SymmetricModel, { logA, logB }: StartCloud, n: number): number {
  const xi = 0.5 * (logA[n] - logB[n]);
  const zeta = 0.5 * (logA[n] + logB[n]);
  const noise = m.temperature * m.noiseAtZero;
  if (xi > 0 && Math.exp((-m.beta2 * xi) / (2 * noise)) < RETURN) return Infinity;
  const distance = Math.max(0, -xi);
  const mu = m.beta2 / (noise + m.weightDecay);
  const spread = DEVIATIONS * Math.sqrt((4 * noise) / (noise + m.weightDecay));
  const root = (spread + Math.sqrt(spread * spread + 4 * mu * distance)) / (2 * mu);
  // Without noise at v = 0 nothing falls there, and the quotients are not numbers.
  const linearFall = Math.min(root * root, (1.2 * distance) / mu + MOST_BELOW, DEEPEST) || 0;
  const beyond = Math.max(0, Math.max(logA[n], logB[n]) - Math.log(modelScales(m).linear));
  return zeta - linearFall - beyond - 3;
}
