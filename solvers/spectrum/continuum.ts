import { part } from '../../src/num/reversible.js';
import type { Run } from '../../src/num/reversible.js';
import type { Tridiagonal } from '../../src/num/tridiagonal.js';
import { countBelow, eigenvalue } from './sturm.js';

/** Whether the rates of the operator behind the grid fill an interval, and from where. */
export interface Continuum {
  /** The lowest rate of the continuous spectrum; null where none was seen. */
  readonly edge: number | null;
  /** What was looked at and what was found, in a sentence for each end of each run. */
  readonly evidence: readonly string[];
}

/**
 * Which ends of the grid stand for a domain that goes on ('open': a cut through an infinite range or one that stretches without
 * bound in the computational coordinate) and which are real walls ('wall': nothing lies beyond).
 */
export interface GridEnds {
  readonly lower?: 'open' | 'wall';
  readonly upper?: 'open' | 'wall';
}

/** The share of a run, in the variable with constant noise, that is looked at and cut away at each end. */
const SHARE = 0.1;
/** Fewer cells than this show nothing. */
const FEWEST = 8;
/** Relative variation of the potential up to which it counts as flat. */
const FLAT = 0.02;
/** Relative change of (rate − edge), when the share is cut, from which the rate is said to follow the cut; about 0.23 expected. */
const MOVED = 0.05;

/** Nats of drift per cell from which a grid counts as coarse. */
const COARSE = 1;
/** How many rates above the edge are tried: some may belong to states elsewhere that do not feel the end. */
const TRIED = 4;

/**
 * Looks for continuous spectrum at the open ends of a run.
 *
 * In the variable in which the noise is constant the generator is a Schrödinger operator. Where its potential tends to a
 * constant V∞ at an end that goes on for ever, waves of every energy above V∞ travel there, and on the grid they appear as
 * rates V∞ + (level of a box)², which fall as the box grows. So two things must hold together: the potential is flat over the
 * last tenth of the run, and one of the first rates above it moves when this tenth is cut away. An isolated rate does neither.
 */
export function continuum(chain: Tridiagonal, runs: readonly Run[], ends: GridEnds): Continuum {
  const evidence: string[] = [];
  let edge: number | null = null;
  for (const run of runs) {
    const whole = part(chain, run);
    const lengths = whole.lower.map((_, i) => 1 / Math.sqrt(hop(whole, i))).subarray(0, whole.size - 1);
    const length = lengths.reduce((a, b) => a + b, 0);
    if (length === Infinity) {
      evidence.push(
        `Cells ${run.first} to ${run.last} are joined one way only somewhere; their ends were not looked at.`,
      );
      continue;
    }
    for (const end of ['lower', 'upper'] as const) {
      if (ends[end] === 'wall') continue;
      const cut = outerCells(end === 'lower' ? lengths : lengths.slice().reverse(), SHARE * length);
      const flat = cut < FEWEST ? null : plateau(whole, { end, count: cut, length });
      if (flat === null) continue;
      const moved = firstToMove(whole, end, cut, flat);
      const level = flat.toPrecision(6);
      const place = `At the ${end} end of cells ${run.first} to ${run.last} the potential is flat at ${level}, and`;
      if (moved === null) {
        evidence.push(
          `${place} no rate near above it moves when the outer tenth is cut away: no continuum was concluded.`,
        );
        continue;
      }
      const [from, to] = [moved.rate.toPrecision(6), moved.shorter.toPrecision(6)];
      evidence.push(
        `${place} a rate above it goes from ${from} to ${to} when the outer tenth is cut away: a continuum.`,
      );
      if (edge === null || flat < edge) edge = flat;
    }
  }
  if (evidence.length === 0) evidence.push('The potential is not flat at any open end: the rates are isolated.');
  return { edge, evidence };
}

/** The first of a few rates above `edge` that follows a cut of `cut` cells at one end, before and after; null if none does. */
function firstToMove(
  whole: Tridiagonal,
  end: 'lower' | 'upper',
  cut: number,
  edge: number,
): { rate: number; shorter: number } | null {
  const rest = part(
    whole,
    end === 'lower' ? { first: cut, last: whole.size - 1 } : { first: 0, last: whole.size - 1 - cut },
  );
  const first = Math.max(1, countBelow(whole, Math.max(edge, 1e-300)));
  for (let k = first; k < Math.min(first + TRIED, rest.size); k++) {
    const rate = eigenvalue(whole, k);
    const shorter = eigenvalue(rest, k);
    if (shorter - edge > (1 + MOVED) * (rate - edge)) return { rate, shorter };
  }
  return null;
}

/** The rate of hopping across face i once A is made symmetric. */
function hop({ lower, upper }: Tridiagonal, i: number): number {
  return Math.sqrt(lower[i]) * Math.sqrt(upper[i]);
}

/** How many cells from the end the length `share` takes. */
function outerCells(lengths: Float64Array, share: number): number {
  let [count, sum] = [0, 0];
  while (count < lengths.length && sum + lengths[count] <= share) sum += lengths[count++];
  return count;
}

/** The limit of the potential at one end, from the outer cells, or null where it is not flat there. */
function plateau(
  chain: Tridiagonal,
  outer: { readonly end: 'lower' | 'upper'; readonly count: number; readonly length: number },
): number | null {
  const { size: n, lower, upper } = chain;
  // The last cells may be cut or stretched to fit the end of the domain.
  const cells = Array.from({ length: outer.count - 3 }, (_, k) => (outer.end === 'lower' ? 3 + k : n - 4 - k));
  // With Φ nats of drift per cell an exponentially fitted grid shows the potential V as V tanh(Φ/4)/(Φ/4). Where cells are
  // small that is the grid's own second-order error, which its rates share; where they are coarse it is taken out.
  const nats = (i: number): number => Math.abs(Math.log(lower[i] / upper[i]));
  const coarse = nats(cells[0]) > COARSE;
  const values = cells.map((i) => {
    // Acting on hop^(−1/4), the slowest wave where the hopping varies (Liouville's transformation), leaves the potential.
    const up = (hop(chain, i - 1) / hop(chain, i + 1)) ** 0.125 * hop(chain, i);
    const down = (hop(chain, i) / hop(chain, i - 2)) ** 0.125 * hop(chain, i - 1);
    return (lower[i] + upper[i - 1] - up - down) * (coarse ? nats(i) / 4 / Math.tanh(nats(i) / 4) : 1);
  });
  const limit = Math.max(
    0,
    extrapolated(
      values,
      cells.map((i) => 1 / Math.sqrt(hop(chain, i))),
    ),
  );
  // A flat potential of 0 is told from a varying one by the lowest level of a box of this length.
  const box = (Math.PI / outer.length) ** 2;
  const variation =
    values.reduce((a, v) => Math.max(a, v), -Infinity) - values.reduce((a, v) => Math.min(a, v), Infinity);
  return variation <= FLAT * Math.max(limit, box) ? limit : null;
}

/**
 * The limit of values (outermost first, at distances given by `lengths`) that cover the outer tenth of a length. Of three
 * averages the differences fall by a constant factor where the approach is exponential, as at v → 0 for depth 1, and by about
 * 0.93 where it goes like 1/length, as it does for greater depth.
 */
function extrapolated(values: readonly number[], lengths: readonly number[]): number {
  const total = lengths.reduce((a, b) => a + b, 0);
  const mean = [new Float64Array(2), new Float64Array(2), new Float64Array(2)];
  let place = 0;
  values.forEach((value, k) => {
    place += lengths[k] / total;
    const third = mean[Math.min(2, Math.floor(3 * place))];
    third[0] += value * lengths[k];
    third[1] += lengths[k];
  });
  const [c, b, a] = mean.map(([sum, weight]) => sum / weight);
  const ratio = (c - b) / (b - a);
  if (Math.abs(c - b) <= 1e-7 * Math.abs(c) || !(ratio > 0 && ratio < 1)) return values[0];
  // Centres of the thirds at 1 − SHARE·(1/6, 3/6, 5/6) of the length.
  const [outer, inner] = [1 - SHARE / 6, 1 - (5 * SHARE) / 6];
  return ratio < 0.87 ? c + ((c - b) * ratio) / (1 - ratio) : (outer * c - inner * a) / (outer - inner);
}
