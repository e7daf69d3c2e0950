import type { Statistics } from './averages.js';

/** Orders of the Gauss rules tried, the relative change that ends the search, and the largest tensor rule. */
const FIRST_ORDER = 8;
const LAST_ORDER = 1024;
const TOLERANCE = 1e-10;
const MOST_NODES = 2 ** 21;

/** Probe points: so many at each scale of the parameters. */
const SCALES = [0.1, 0.5, 1.5, 4];
const PROBES_PER_SCALE = 4;

/** Statistics over the nodes of one order. */
type AtOrder = Pick<Statistics, 'size' | 'mean' | 'both'> & {
  readonly groups: number;
  readonly nodes: number;
  readonly exact: boolean;
};

/**
 * Doubles the order until mean and covariance stop changing at probe points (16 quasi-random parameter vectors with entries up to 0.1, 0.5,
 * 1.5 and 4). Rows and laws with finitely many values need no search. Where the search ends early a warning says how far it came and where
 * the change is largest, since functions with kinks or steep slopes converge slowly.
 */
export function chooseOrder(withOrder: (order: number) => AtOrder, parameters: readonly string[]): Statistics {
  let order = FIRST_ORDER;
  let current = withOrder(order);
  if (current.exact) return { ...current, averages: { kind: 'sum', groups: current.groups }, warnings: [] };
  const probes = probePoints(parameters.length);
  let worst = { change: Infinity, probe: probes[0]! };
  let growth = 1;
  while (order < LAST_ORDER && current.nodes * growth <= MOST_NODES) {
    const next = withOrder(2 * order);
    worst = largestChange(current, next, probes);
    growth = next.nodes / current.nodes;
    // Of two rules that agree the coarser is good enough, and in several dimensions far cheaper.
    if (worst.change <= TOLERANCE) break;
    current = next;
    order *= 2;
  }
  const warnings: string[] = [];
  if (worst.change > TOLERANCE) {
    const at = parameters.map((name, i) => `${name} = ${worst.probe[i]!.toPrecision(3)}`).join(', ');
    warnings.push(
      `Averages over the data by Gauss rules of order ${order}: the last doubling still changed them by ` +
        `${worst.change.toExponential(1)} (relative) at ${at}. Rows of data or a discrete law are summed exactly.`,
    );
  }
  return {
    ...current,
    averages: { kind: 'quadrature', groups: current.groups, order, change: worst.change },
    warnings,
  };
}

/** The largest change from one rule to the next, relative to the root mean square of the functions and to the trace of the covariance. */
function largestChange(coarse: AtOrder, fine: AtOrder, probes: readonly Float64Array[]) {
  const d = fine.size;
  const [mean0, mean1] = [new Float64Array(d), new Float64Array(d)];
  const [C0, C1] = [new Float64Array(d * d), new Float64Array(d * d)];
  let worst = { change: 0, probe: probes[0]! };
  for (const probe of probes) {
    coarse.both(probe, mean0, C0);
    fine.both(probe, mean1, C1);
    let trace = 0;
    for (let i = 0; i < d; i++) trace += C1[i * d + i]!;
    const size = Math.sqrt(mean1.reduce((sum, a) => sum + a * a, trace));
    // Where the functions vanish or overflow there is nothing to compare.
    if (!(size > 0 && size < Infinity)) continue;
    const means = mean1.reduce((most, a, i) => Math.max(most, Math.abs(a - mean0[i]!)), 0) / size;
    const covariances = C1.reduce((most, a, i) => Math.max(most, Math.abs(a - C0[i]!)), 0) / (trace || 1);
    const change = Math.max(means, covariances);
    if (!(change <= worst.change)) worst = { change: Number.isNaN(change) ? Infinity : change, probe };
  }
  return worst;
}

/** Quasi-random points (the additive recurrence with powers of the plastic-like root of xⁿ⁺¹ = x + 1) in boxes of several sizes. */
function probePoints(n: number): Float64Array[] {
  let root = 1.5;
  for (let k = 0; k < 50; k++) root = (1 + root) ** (1 / (n + 1));
  return SCALES.flatMap((scale, s) =>
    Array.from({ length: PROBES_PER_SCALE }, (_, k) =>
      Float64Array.from({ length: n }, (_, i) => {
        const t = 0.5 + (s * PROBES_PER_SCALE + k + 1) * root ** -(i + 1);
        return scale * (2 * (t - Math.floor(t)) - 1);
      }),
    ),
  );
}
