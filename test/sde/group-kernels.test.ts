import { describe, expect, it } from 'vitest';
import { law } from '../../src/data/analytic.js';
import { parseExpression } from '../../src/expression/parse.js';
import { conditionalMoments, unconditionalMoments } from '../../src/sde/conditional-moments.js';
import type { KernelSource } from '../../src/sde/group-kernels.js';
import { fusedKernel, loopKernel } from '../../src/sde/group-kernels.js';

const DATA = law({ x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: '1.2*x + e' });
const read = (texts: readonly string[]) => texts.map((text) => parseExpression(text, 'p'));

function expectEqual(source: KernelSource, groups: number): void {
  const d = source.coefficients.length / source.moments.monomials;
  const size = d + (d * (d + 1)) / 2;
  const [fused, loops] = [fusedKernel(source), loopKernel(source)];
  const [a, b] = [new Float64Array(size), new Float64Array(size)];
  for (const theta of [
    [0.3, -1.1],
    [2, 0.7],
  ]) {
    for (let g = 0; g < groups; g++) {
      fused.both(theta, g, a);
      loops.both(theta, g, b);
      a.forEach((value, k) => expect(value).toBeCloseTo(b[k]!, 12));
      const [mean, again] = [new Float64Array(d), new Float64Array(d)];
      fused.mean(theta, g, mean);
      loops.mean(theta, g, again);
      expect([...mean]).toEqual([...a.subarray(0, d)]);
      expect([...again]).toEqual([...b.subarray(0, d)]);
    }
  }
}

describe('fusedKernel and loopKernel', () => {
  it('agree on one group', () => {
    const moments = unconditionalMoments(DATA, [
      [2, 0, 0],
      [1, 0, 1],
      [0, 0, 0],
    ]);
    const coefficients = read(['2*u*w^2', '-2*w', 'u', '2*u^2*w', '-2*u', '0']);
    expectEqual({ coefficients, parameters: ['u', 'w'], columns: [], moments }, 1);
  });

  it('agree on groups with moments of their own', () => {
    const moments = conditionalMoments(
      DATA.nodes(8),
      3,
      [0],
      [
        [0, 0, 0],
        [0, 0, 1],
        [0, 0, 2],
      ],
    );
    const coefficients = read(['w*tanh(u*x)', '-x', 'u', 'sin(x)', '1 + w', 'x*u']);
    expect(moments.groups).toBe(8);
    expectEqual({ coefficients, parameters: ['u', 'w'], columns: ['x'], moments }, 8);
  });

  it('agree where nothing varies within groups', () => {
    const nodes = { points: Float64Array.of(0.5, 1.5), weights: Float64Array.of(0.5, 0.5), exact: true };
    const moments = conditionalMoments(nodes, 1, [0], [[0]]);
    expect(moments.rank).toBe(0);
    const coefficients = read(['exp(u*x)', 'w/x']);
    expectEqual({ coefficients, parameters: ['u', 'w'], columns: ['x'], moments }, 2);
  });
});
