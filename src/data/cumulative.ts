import { normalTail } from '../num/error-function.js';
import { incompleteBeta, logGamma } from '../num/incomplete-beta.js';
import { InputError } from '../num/input-error.js';
import { gaussRule, legendre } from '../num/gauss.js';
import { readLaw } from './law-call.js';

/** A value of positive probability. */
export interface Atom {
  readonly value: number;
  readonly weight: number;
}

/** The probabilities of intervals under a law of one variable: what cells of a grid are filled from. */
export interface Cumulative {
  /** For people: 'normal(0.5, 0.1)', '0.5' for a point, '200 values of starts.csv'. */
  readonly text: string;
  /** Values of positive probability, ascending. */
  readonly atoms: readonly Atom[];
  /** Probability of a < v < b without the atoms; ±Infinity allowed. Relatively accurate in the tails and in narrow intervals. */
  readonly between: (a: number, b: number) => number;
  /** Where the density jumps or has a kink, ascending. */
  readonly breaks: readonly number[];
}

const none = (): number => 0;

/** What a variable starts as: 'v ~ normal(0.5, 0.1)' or 'v = 0.5'. */
export function startText(variable: string, { text }: Cumulative): string {
  return `${variable} ${Number.isFinite(Number(text)) ? '=' : '~'} ${text}`;
}

/** All probability at one value. */
export function pointAt(value: number): Cumulative {
  return { text: String(value), atoms: [{ value, weight: 1 }], between: none, breaks: [] };
}

/** Equal probability at each of the values. */
export function samplesAt(values: ArrayLike<number>, text: string): Cumulative {
  const sorted = Float64Array.from(values).sort();
  return {
    text,
    atoms: Array.from(sorted, (value) => ({ value, weight: 1 / sorted.length })),
    between: none,
    breaks: [],
  };
}

/** Masses spread evenly over cells [edges[i], edges[i + 1]], which may be infinite only where the mass is 0. */
export function cellsOf(edges: Float64Array, mass: Float64Array, text: string): Cumulative {
  const below = (v: number): number => {
    let [low, high] = [-1, edges.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (edges[middle] <= v) low = middle;
      else high = middle;
    }
    return low;
  };
  const between = (a: number, b: number): number => {
    let sum = 0;
    const last = Math.min(below(b), mass.length - 1);
    for (let i = Math.max(0, below(a)); i <= last; i++) {
      const part = Math.min(b, edges[i + 1]) - Math.max(a, edges[i]);
      if (part > 0 && mass[i] !== 0) sum += mass[i] * Math.min(1, part / (edges[i + 1] - edges[i]));
    }
    return sum;
  };
  return { text, atoms: [], between, breaks: [] };
}

/** Probability of an interval by a law of given numbers. */
type Between = (args: readonly number[], a: number, b: number) => number;

/** The laws with a density, by name; the others have finitely many values. Widths are passed on: differences of z would cancel. */
const DENSITIES: Readonly<Record<string, Between>> = {
  normal: ([m, s], a, b) => normalBetween((a - m) / s, (b - m) / s, (b - a) / s),
  lognormal: ([m, s], a, b) => lognormalBetween((v) => (Math.log(v) - m) / s, Math.max(a, 0), { b, s }),
  uniform: ([low, high], a, b) => Math.max(0, Math.min(b, high) - Math.max(a, low)) / (high - low),
  exponential: ([rate], a, b) => (b > 0 ? exponentialBetween(rate * Math.max(a, 0), rate * (b - Math.max(a, 0))) : 0),
  laplace: ([m, s], a, b) => laplaceBetween((a - m) / s, (b - m) / s, (b - a) / s),
  student: ([nu, m = 0, s = 1], a, b) => studentBetween(nu, [(a - m) / s, (b - m) / s], (b - a) / s),
};

/**
 * The law that a call such as `normal(0.5, 0.1)` names, or a plain number for a point. Throws InputError at `path` for what is
 * neither, and for wrong arguments.
 */
export function cumulativeOf(text: string, path: string): Cumulative {
  if (text.trim() !== '' && Number.isFinite(Number(text))) return pointAt(Number(text));
  const law = readLaw(text, path);
  if (law === null) {
    throw new InputError(
      path,
      'a law or a number',
      JSON.stringify(text),
      'For example normal(0.5, 0.1), uniform(0, 1) or 0.5.',
    );
  }
  if (Number.isFinite(law.atoms)) {
    const { nodes, weights } = law.rule(1);
    const atoms = Array.from(nodes, (value, i) => ({ value, weight: weights[i] }));
    return { text: law.text, atoms: atoms.filter(({ weight }) => weight > 0), between: none, breaks: [] };
  }
  // The call has been read and checked: what stands between the brackets are plain numbers.
  const [, name, inside] = /^\s*(\w+)\s*\(([^)]*)\)/.exec(text)!;
  const args = inside.split(',').map(Number);
  const breaks = { uniform: args, exponential: [0], lognormal: [0], laplace: [args[0]] }[name] ?? [];
  return { text: law.text, atoms: [], between: (a, b) => (b > a ? DENSITIES[name](args, a, b) : 0), breaks };
}

const RULE = gaussRule(legendre, 10);

/** ∫ of a density over [a, a + width], over which it changes by a factor of a few at most. */
function narrow(density: (z: number) => number, a: number, width: number): number {
  let sum = 0;
  for (let j = 0; j < RULE.nodes.length; j++) sum += RULE.weights[j] * density(a + (width * (1 + RULE.nodes[j])) / 2);
  return width * sum;
}

/** Differences of tails cancel where an interval is narrow; there the density is integrated. */
function normalBetween(a: number, b: number, width: number): number {
  const far = Math.min(Math.abs(a), Math.abs(b));
  if (width < 1 && width * far < 1) {
    return narrow((z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI), a, width);
  }
  return a + b > 0 ? normalTail(a) - normalTail(b) : normalTail(-b) - normalTail(-a);
}

function lognormalBetween(
  z: (v: number) => number,
  a: number,
  { b, s }: { readonly b: number; readonly s: number },
): number {
  return b > 0 ? normalBetween(z(a), z(b), Math.log1p((b - a) / a) / s) : 0;
}

/** e^{−a}(1 − e^{−width}). */
function exponentialBetween(a: number, width: number): number {
  return -Math.exp(-a) * Math.expm1(-width);
}

function laplaceBetween(a: number, b: number, width: number): number {
  if (a >= 0) return 0.5 * exponentialBetween(a, width);
  if (b <= 0) return 0.5 * exponentialBetween(-b, width);
  return 0.5 * (exponentialBetween(0, b) + exponentialBetween(0, -a));
}

function studentBetween(nu: number, [a, b]: readonly [number, number], width: number): number {
  const steep = 1 + (nu + 1) / (2 * Math.sqrt(nu)); // |d ln p/dt| is at most (ν + 1)/(2√ν)
  if (width * steep < 0.7 && width * steep < 0.7 * Math.sqrt(nu)) {
    const logScale = logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(nu * Math.PI);
    return narrow((t) => Math.exp(logScale - ((nu + 1) / 2) * Math.log1p((t * t) / nu)), a, width);
  }
  return a + b > 0 ? studentTail(nu, a) - studentTail(nu, b) : studentTail(nu, -b) - studentTail(nu, -a);
}

/** P(t_ν > t): half of I_x(ν/2, ½) at x = ν/(ν + t²) for t ≥ 0. */
function studentTail(nu: number, t: number): number {
  if (t < 0) return 1 - studentTail(nu, -t);
  if (t === Infinity) return 0;
  // t² is taken relative to ν so that neither x nor 1 − x overflows or loses digits.
  const ratio = t * (t / nu);
  return 0.5 * incompleteBeta(nu / 2, 0.5, 1 / (1 + ratio), ratio / (1 + ratio));
}
