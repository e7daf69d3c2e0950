import { describe, expect, it } from 'vitest';
import { discretise } from '../../../src/fv/discretise.js';
import { grid } from '../../../src/grid/grid.js';
import type { Sde } from '../../../src/sde/sde.js';
import { regularisationEffect } from '../../../solvers/steady/regularisation.js';
import { absorbingLimits } from '../../../solvers/steady/tensor-absorbed.js';
import { stationaryOnGrid } from '../../../solvers/steady/tensor-state.js';
import { box, free2, onBox, steadyDrift } from '../box-problems.js';

const one = { absorbing: [true, false] } as const;

describe('absorbingLimits', () => {
  it('says that nothing stays where all mass leaves, and lists the ends', () => {
    const { components, ends, density, warnings } = stationaryOnGrid(onBox(free2, [8, 9]));
    expect([components, density]).toEqual([[], null]);
    expect(ends.map(({ name, weight }) => [name, weight])).toEqual([
      ['u=-1', null],
      ['u=1', null],
      ['w=-1', null],
      ['w=1', null],
    ]);
    expect(ends[1]).toMatchObject({ kind: 'end', support: { u: [1, 1], w: [-1, 1] }, normalisable: false });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^There is no steady density: all mass leaves through absorbing ends \(u=-1, u=1, w=-1, w=1\); how much goes to each end depends on the start\./,
      ),
    ]);
    const single = discretise(free2, grid({ u: box(8, one), w: box(8, { absorbing: undefined }) }));
    expect(absorbingLimits(single, 0).ends.map(({ weight }) => weight)).toEqual([1]);
    expect(absorbingLimits(single, 0).warnings[0]).not.toMatch(/depends on the start/);
    expect(absorbingLimits(discretise(free2, grid({ u: [0, 1, 4], w: [0, 1, 4] })), 1)).toEqual({
      ends: [],
      warnings: [],
    });
    const thin = discretise(steadyDrift([0, 1], [1, 1.4, 1.4, 1.96]), grid({ u: box(12), w: box(17) }));
    expect(regularisationEffect(steadyDrift([0, 1], [1, 1.4, 1.4, 1.96]), thin)).toBeUndefined();
  });

  it('keeps the density of a part that no path leaves, as if the ends were not there', () => {
    // Noise and drift across u = 0 vanish; only the other side comes to the end.
    const sde: Sde = {
      names: ['u', 'w'],
      drift: ([u, w]: ArrayLike<number> & Iterable<number>, out) =>
        void out.set([u! - 4 * u! ** 3 + 0.5 * u! * w!, -4 * w!]),
      diffusion: ([u]: ArrayLike<number> & Iterable<number>, out) =>
        void out.set([0.3 * u! * u!, 0.2 * u!, 0.2 * u!, 1]),
    };
    const w = box(18, { absorbing: undefined });
    const [open, closed] = [one.absorbing, undefined].map((absorbing) =>
      stationaryOnGrid(discretise(sde, grid({ u: box(20, { absorbing }), w }))),
    );
    expect([open.components.length, closed.components.length, open.ends.length]).toEqual([1, 2, 1]);
    expect([open.components[0].weight, open.ends[0].weight]).toEqual([null, null]);
    expect(open.components[0].mean['u']).toBeCloseTo(closed.components[1].mean['u'], 12);
    expect(open.components[0].variance['u']).toBeCloseTo(closed.components[1].variance['u'], 12);
    expect(open.components[0].support['u'][0]).toBeCloseTo(0, 12);
    expect(open.density!.mass).toHaveLength(360);
    expect(open.warnings[0]).toMatch(/^Mass outside the closed classes leaves through absorbing ends \(u=-1\)/);
  });
});
