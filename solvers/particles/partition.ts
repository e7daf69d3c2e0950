import { InputError } from '../../src/num/input-error.js';
import { STATE_WORDS } from '../../src/num/random/stream.js';
import type { Ensemble } from './simulate.js';
import { concatenate, joinTallies, type Tally } from './tally.js';

/**
 * Consecutive parts of an ensemble as one, with the bits that it would have if it had never been cut.
 * Throws InputError for parts that are not at the same step.
 */
export function joinEnsembles(parts: readonly Ensemble[]): Ensemble {
  const [head] = parts;
  if (parts.length === 1) return head;
  const step = head.chains.step;
  const other = parts.find((part) => part.chains.step !== step);
  if (other !== undefined) {
    throw new InputError('joinEnsembles', `parts at step ${step}`, String(other.chains.step), 'Run them equally far.');
  }
  const all = parts.map(({ chains }) => chains);
  const { first, dimension } = head.chains;
  const velocities = head.chains.velocity.length / head.chains.count;
  return {
    chains: {
      count: all.reduce((n, c) => n + c.count, 0),
      first,
      dimension,
      step,
      theta: weave(
        all.map((c) => c.theta),
        dimension,
      ),
      velocity: weave(
        all.map((c) => c.velocity),
        velocities,
      ),
      random: concatenate(
        Int32Array,
        all.map((c) => c.random),
      ),
      epoch: concatenate(
        Int32Array,
        all.map((c) => c.epoch),
      ),
      lost: concatenate(
        Float64Array,
        all.map((c) => c.lost),
      ),
      failures: Float64Array.of(all.reduce((n, c) => n + c.failures[0], 0)),
    },
    tallies: head.tallies.map((_, i) => joinTallies(parts.map((p) => p.tallies[i]))),
    traces: parts.flatMap((p) => p.traces),
  };
}

/** Chains from … to − 1 of an ensemble as a part of its own; counts that belong to no chain go with the first part. */
export function cutEnsemble({ chains, tallies, traces }: Ensemble, from: number, to: number): Ensemble {
  const { count, dimension } = chains;
  const epochWords = chains.epoch.length / count;
  return {
    chains: {
      count: to - from,
      first: chains.first + from,
      dimension,
      step: chains.step,
      theta: columns(chains.theta, count, from, to),
      velocity: columns(chains.velocity, count, from, to),
      random: chains.random.slice(STATE_WORDS * from, STATE_WORDS * to),
      epoch: chains.epoch.slice(epochWords * from, epochWords * to),
      lost: chains.lost.slice(from, to),
      failures: Float64Array.of(from === 0 ? chains.failures[0] : 0),
    },
    tallies: tallies.map((tally) => cutTally(tally, from, to)),
    traces: traces.slice(from, to).map((trace) => trace.slice()),
  };
}

function cutTally(tally: Tally, from: number, to: number): Tally {
  const thresholds = tally.below.length / tally.chains;
  const counts = (all: Float64Array): Float64Array => (from === 0 ? all.slice() : new Float64Array(all.length));
  return {
    chains: to - from,
    moments: tally.moments.slice(4 * from, 4 * to),
    records: tally.records.slice(from, to),
    histogram: counts(tally.histogram),
    signs: counts(tally.signs),
    below: tally.below.slice(thresholds * from, thresholds * to),
  };
}

/** Arrays with row i of every part one after the other in row i. */
function weave(parts: readonly Float64Array[], rows: number): Float64Array {
  const out = new Float64Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (let i = 0; i < rows; i++) {
    for (const part of parts) {
      const length = part.length / rows;
      out.set(part.subarray(i * length, (i + 1) * length), at);
      at += length;
    }
  }
  return out;
}

/** Columns from … to − 1 of an array with rows of `width`. */
function columns(values: Float64Array, width: number, from: number, to: number): Float64Array {
  const rows = values.length / width;
  const out = new Float64Array(rows * (to - from));
  for (let i = 0; i < rows; i++) out.set(values.subarray(i * width + from, i * width + to), i * (to - from));
  return out;
}
