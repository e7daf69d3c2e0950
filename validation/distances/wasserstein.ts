import { InputError } from '../../src/num/input-error.js';

/**
 * Wasserstein-1 distance ∫|F − G| dx of two laws given as masses on the same cells, with the mass spread evenly inside each
 * cell: exact for such laws, in units of x. `edges` has one entry more than the masses.
 * Throws InputError for other lengths, edges that do not ascend or are not finite, or a law without mass.
 */
export function wasserstein1(p: ArrayLike<number>, q: ArrayLike<number>, edges: ArrayLike<number>): number {
  if (p.length !== q.length || edges.length !== p.length + 1) {
    const got = `${p.length} and ${q.length} masses, ${edges.length} edges`;
    throw new InputError('wasserstein1', 'two laws on the same cells and their edges', got, 'Bin both alike.');
  }
  const [P, Q] = [totalOf(p), totalOf(q)];
  let distance = 0;
  let before = 0;
  for (let i = 0; i < p.length; i++) {
    const width = edges[i + 1] - edges[i];
    if (!(width > 0 && width < Infinity)) {
      throw new InputError('wasserstein1', 'finite ascending edges', `${edges[i]}, ${edges[i + 1]}`, 'Sort them.');
    }
    const after = before + p[i] / P - q[i] / Q;
    distance += width * meanSize(before, after);
    before = after;
  }
  return distance;
}

/** Wasserstein-1 distance of two samples, equally weighted: ∫|F − G| dx over the merged order. Throws InputError for an empty one. */
export function wasserstein1Samples(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length === 0 || y.length === 0) {
    throw new InputError(
      'wasserstein1Samples',
      'two samples',
      `${x.length} and ${y.length} values`,
      'Pass at least one value each.',
    );
  }
  const X = Float64Array.from(x).sort();
  const Y = Float64Array.from(y).sort();
  let [i, j, distance] = [0, 0, 0];
  let at = Math.min(X[0], Y[0]);
  while (i < X.length || j < Y.length) {
    const next = j >= Y.length || (i < X.length && X[i] <= Y[j]) ? X[i] : Y[j];
    distance += (next - at) * Math.abs(i / X.length - j / Y.length);
    at = next;
    while (i < X.length && X[i] === at) i++;
    while (j < Y.length && Y[j] === at) j++;
  }
  return distance;
}

function totalOf(law: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < law.length; i++) total += law[i];
  if (total > 0 && total < Infinity) return total;
  throw new InputError('wasserstein1', 'a positive finite total mass', String(total), 'Pass probabilities or counts.');
}

/** Mean of |d| where d runs linearly from a to b. */
function meanSize(a: number, b: number): number {
  if (a * b >= 0) return Math.abs(a + b) / 2;
  return (a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b)));
}
