import { InputError } from '../../num/input-error.js';
import { stieltjes } from '../../num/gauss.js';
import { compensatedSum } from '../../num/sum.js';
import { fixedAt } from './constant.js';
import type { LawCall, LawFamily } from './distribution.js';
import { signature } from './distribution.js';

/**
 * `discrete([v₁, v₂, …], [w₁, w₂, …])`: value vᵢ with probability wᵢ/Σw. The weights are relative (counts will do) and equal if
 * left out. Equal values are merged.
 */
export const discrete: LawFamily = {
  name: 'discrete',
  parameters: ['[v1, v2, …]', '[[w1, w2, …]]'],
  create(call, family) {
    const { nodes, weights } = atoms(call, family);
    if (nodes.length === 1) return { ...fixedAt(call.text, nodes[0]) };
    const centre = compensatedSum(nodes, weights);
    const scale = nodes.reduce((most, value) => Math.max(most, Math.abs(value - centre)), 0);
    const standard = nodes.map((value) => (value - centre) / scale);
    return {
      text: call.text,
      centre,
      scale,
      recurrence: stieltjes(standard, weights, nodes.length - 1),
      momentsBelow: Infinity,
      atoms: nodes.length,
      rule: () => ({ nodes, weights }),
    };
  },
};

function atoms(call: LawCall, family: LawFamily): { nodes: Float64Array; weights: Float64Array } {
  const [values, given] = call.args;
  const fail = (expectation: string, got: string): InputError =>
    new InputError(call.path, expectation, got, `Write ${signature(family)}, with the weights relative or left out.`);
  if (call.args.length < 1 || call.args.length > 2) throw fail('1 or 2 lists', `${call.args.length} arguments`);
  if (typeof values === 'number' || typeof given === 'number') throw fail('lists in brackets', call.text);
  if (values.length === 0) throw fail('at least one value', '[]');
  const relative = given ?? values.map(() => 1);
  if (relative.length !== values.length) throw fail(`${values.length} weights`, `${relative.length}`);
  const bad = relative.find((w) => !(w > 0));
  if (bad !== undefined) throw fail('weights > 0', `${bad}`);
  const merged = new Map<number, number>();
  values.forEach((value, i) => merged.set(value, (merged.get(value) ?? 0) + relative[i]));
  const sorted = [...merged].sort(([left], [right]) => left - right);
  const sum = compensatedSum(Float64Array.from(relative));
  return { nodes: Float64Array.from(sorted, ([v]) => v), weights: Float64Array.from(sorted, ([, w]) => w / sum) };
}
