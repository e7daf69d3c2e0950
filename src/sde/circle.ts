import { InputError } from '../num/input-error.js';
import type { CircleDomain } from './domain.js';
import { parameterLines, scalarCoefficients, type ParameterLine } from './parameter-lines.js';
import { scanRegions, type ScalarCoefficients } from './parameter-scan.js';
import type { Sde } from './sde.js';
import { tabulated } from './tabulated-line.js';

/** A periodic parameter: one circle of noise all round, or lines between the points where the noise vanishes. */
export type CircleSde =
  | { readonly kind: 'circle'; readonly coefficients: ScalarCoefficients }
  | { readonly kind: 'lines'; readonly lines: readonly ParameterLine[] };

/** Relative difference of the coefficients at both ends of a period that is no period. */
const DIFFERENT = 1e-8;

/**
 * The SDE of one parameter on a circle. Throws InputError where the coefficients do not have the period, and where the noise
 * vanishes at a point that the drift crosses: the current there is not the current of a diffusion.
 */
export function circleSde(sde: Sde, { from, to }: CircleDomain, tabulate = false): CircleSde {
  const coefficients = scalarCoefficients(sde);
  const variable = sde.names[0];
  checkPeriod(coefficients, [from, to], variable);
  const regions = scanRegions(coefficients, from, to);
  if (regions.length === 1 && regions[0].lower.kind === 'boundary' && regions[0].upper.kind === 'boundary') {
    return { kind: 'circle', coefficients: tabulate ? tabulated(coefficients) : coefficients };
  }
  // Start the turn at a point without noise; the coefficients are read modulo the period.
  const start = regions.flatMap(({ lower, upper }) => [lower, upper]).find(({ kind }) => kind === 'zero')?.at ?? from;
  const wrap = (theta: number): number => (theta >= to ? theta - (to - from) : theta);
  const wrapped: Sde = {
    names: sde.names,
    drift: (theta, out) => sde.drift([wrap(theta[0])], out),
    diffusion: (theta, out) => sde.diffusion([wrap(theta[0])], out),
  };
  const end = start + (to - from);
  const domain = { kind: 'interval', from: start, to: end, lower: 'natural', upper: 'natural' } as const;
  const lines = parameterLines(wrapped, { domain, tabulate });
  if (lines.some(({ endDrift }) => endDrift.some((drift) => drift !== 0))) {
    const cure = 'Add noise there (label noise, say), or cut the circle with reflecting(a, b).';
    throw new InputError(
      `domain.${variable}`,
      'noise everywhere on the circle, or drift that vanishes with it',
      'drift without noise',
      cure,
    );
  }
  return { kind: 'lines', lines };
}

function checkPeriod(coefficients: ScalarCoefficients, [from, to]: readonly [number, number], variable: string): void {
  const [first, last, scale] = [new Float64Array(2), new Float64Array(2), new Float64Array(2)];
  for (let k = 0; k < 8; k++) {
    coefficients(from + ((to - from) * k) / 8, first);
    for (let i = 0; i < 2; i++) scale[i] = Math.max(scale[i], Math.abs(first[i]));
  }
  coefficients(from, first);
  coefficients(to, last);
  if (first.every((value, i) => Math.abs(value - last[i]) <= DIFFERENT * scale[i])) return;
  const got = `other drift or noise at ${Number(from.toPrecision(6))} than at ${Number(to.toPrecision(6))}`;
  throw new InputError(
    `domain.${variable}`,
    'ends one period of the loss apart',
    got,
    'Check the period; 2*pi may be written so.',
  );
}
