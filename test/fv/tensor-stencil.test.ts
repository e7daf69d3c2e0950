import { describe, expect, it } from 'vitest';
import { throughEnd } from '../../src/fv/lattice.js';
import type { StencilAxis } from '../../src/fv/lattice.js';
import { tensorJumps } from '../../src/fv/tensor-stencil.js';
import type { StencilOptions } from '../../src/fv/tensor-stencil.js';
import type { Sde } from '../../src/sde/sde.js';

type Field = (...theta: number[]) => readonly number[];

function sde(drift: Field, diffusion: Field): Sde {
  const names = ['u', 'w', 'z'].slice(0, drift(1, 1, 1).length);
  return {
    names,
    drift: (theta, out) => out.set(drift(...Array.from(theta))),
    diffusion: (theta, out) => out.set(diffusion(...Array.from(theta))),
  };
}

/** n cells; `bend` ≠ 0 makes them uneven. */
function axis(from: number, to: number, n: number, more: Partial<StencilAxis> & { bend?: number } = {}): StencilAxis {
  const { bend = 0, ...rest } = more;
  const place = (s: number): number => from + (to - from) * (s + bend * s * (1 - s));
  const edges = Float64Array.from({ length: n + 1 }, (_, i) => place(i / n));
  const centres = Float64Array.from({ length: n }, (_, i) => (edges[i]! + edges[i + 1]!) / 2);
  return { centres, edges, periodic: false, ...rest };
}

function jumps(system: Sde, axes: readonly StencilAxis[], options?: StencilOptions) {
  const rates = new Map<number, number>();
  const size = axes.reduce((product, { centres }) => product * centres.length, 1);
  const key = (from: number, to: number): number => from * (size + 6) + to + 6;
  const report = tensorJumps(
    system,
    axes,
    (from, to, rate) => rates.set(key(from, to), (rates.get(key(from, to)) ?? 0) + rate),
    options,
  );
  const list = [...rates].map(([k, rate]) => ({ from: Math.floor(k / (size + 6)), to: (k % (size + 6)) - 6, rate }));
  const nodes = (cell: number): number[] => {
    const theta: number[] = [];
    for (let k = axes.length - 1; k >= 0; k--) {
      const { centres } = axes[k]!;
      theta.unshift(centres[cell % centres.length]!);
      cell = Math.floor(cell / centres.length);
    }
    return theta;
  };
  const volume = (cell: number): number => {
    let product = 1;
    for (let k = axes.length - 1; k >= 0; k--) {
      const { edges } = axes[k]!;
      const i = cell % (edges.length - 1);
      product *= edges[i + 1]! - edges[i]!;
      cell = Math.floor(cell / (edges.length - 1));
    }
    return product;
  };
  return { report, list, nodes, volume, rate: (from: number, to: number) => rates.get(key(from, to)) ?? 0 };
}

/** max over pairs of the relative difference between the two probability flows, for a density p = exp(−U). */
function imbalance(result: ReturnType<typeof jumps>, potential: (...theta: number[]) => number): number {
  let worst = 0;
  for (const { from, to, rate } of result.list) {
    const logRatio = potential(...result.nodes(from)) - potential(...result.nodes(to));
    const ratio = rate / result.rate(to, from);
    worst = Math.max(worst, Math.abs((ratio * result.volume(from)) / (Math.exp(logRatio) * result.volume(to)) - 1));
  }
  return worst;
}

describe('tensorJumps, diagonal', () => {
  it('keeps detailed balance with exp(−U) on uneven axes, over hundreds of nats', () => {
    const U = (u: number, w: number): number => 20 * (u * u - 1) ** 2 + 15 * w ** 4 + 10 * Math.sin(2 * u) * w;
    const gradient = (u: number, w: number): readonly [number, number] => [
      80 * u * (u * u - 1) + 20 * Math.cos(2 * u) * w,
      60 * w ** 3 + 10 * Math.sin(2 * u),
    ];
    // D varies: a = −D∇U + ∇·D keeps exp(−U).
    const D = (u: number, w: number): readonly [number, number] => [0.5 + u * u, 2 + Math.sin(w)];
    const system = sde(
      (u = 0, w = 0) => [-D(u, w)[0] * gradient(u, w)[0] + 2 * u, -D(u, w)[1] * gradient(u, w)[1] + Math.cos(w)],
      (u = 0, w = 0) => [D(u, w)[0], 0, 0, D(u, w)[1]],
    );
    const result = jumps(system, [axis(-2, 2.1, 60, { bend: 0.3 }), axis(-1.7, 1.6, 60)]);
    expect(result.report).toMatchObject({ kind: 'diagonal', radius: 1, regularisedCells: 0 });
    expect(result.list.length).toBe(4 * 60 * 59);
    expect(imbalance(result, U)).toBeLessThan(1e-9);
  });

  it('closes a periodic axis and leaves no jump past a reflecting one', () => {
    const system = sde(
      (u = 0) => [-Math.sin(u), 0],
      () => [1, 0, 0, 1],
    );
    const ring = axis(0, 2 * Math.PI, 12, { periodic: true, bend: 0.1 });
    const result = jumps(system, [ring, axis(0, 1, 3)]);
    expect(result.list.length).toBe(2 * 12 * 3 + 4 * 12);
    expect(result.rate(11 * 3, 0)).toBeGreaterThan(0);
    expect(imbalance(result, (u) => -Math.cos(u))).toBeLessThan(1e-8);
  });

  it('sends jumps past absorbing ends to these', () => {
    const system = sde(
      () => [0],
      () => [3],
    );
    const result = jumps(system, [axis(0, 1, 4, { absorbing: [true, true] })]);
    const out = result.list.filter(({ to }) => to < 0);
    // The end is half a step away: D/(h/2 · h).
    expect(out.map(({ from, to, rate }) => [from, to, rate])).toEqual([
      [0, throughEnd(0, 0), 3 / (0.125 * 0.25)],
      [3, throughEnd(0, 1), 3 / (0.125 * 0.25)],
    ]);
  });

  it('turns upwind where diffusion vanishes, without NaN', () => {
    const system = sde(
      (u = 0, w = 0) => [u + 0.1, -w],
      () => [0, 0, 0, 0],
    );
    const result = jumps(system, [axis(-1, 1, 10), axis(-1, 1, 10)]);
    expect(result.list.every(({ rate }) => rate > 0 && rate < 6)).toBe(true);
    expect(result.rate(9 * 10 + 3, 9 * 10 + 2)).toBe(0);
    expect(result.rate(8 * 10, 9 * 10)).toBeCloseTo(0.9 / 0.2, 12);
    expect(result.rate(9 * 10, 8 * 10)).toBe(0);
    const steep = jumps(
      sde(
        () => [1],
        (u = 0) => [u > 0 ? 1e-300 : 1],
      ),
      [axis(-1, 1, 8)],
    );
    expect(steep.list.every(({ rate }) => Number.isFinite(rate))).toBe(true);
  });
});

describe('tensorJumps, full', () => {
  const D = [2, 1.3, 1.3, 1];

  it('keeps detailed balance for a constant tensor in the plane', () => {
    const U = (u: number, w: number): number => 8 * (u * u - 1) ** 2 + 12 * w * w + 5 * u * w;
    const system = sde(
      (u = 0, w = 0) => {
        const [gu, gw] = [32 * u * (u * u - 1) + 5 * w, 24 * w + 5 * u];
        return [-(D[0]! * gu + D[1]! * gw), -(D[2]! * gu + D[3]! * gw)];
      },
      () => D,
    );
    const result = jumps(system, [axis(-2, 2, 40), axis(-2, 2, 50)]);
    expect(result.report).toMatchObject({ kind: 'constant', regularisedCells: 0 });
    expect(result.report.radius).toBeGreaterThan(1);
    expect(imbalance(result, U)).toBeLessThan(1e-9);
  });

  it('keeps detailed balance for a constant tensor in space, with a periodic axis', () => {
    const S = [1, 0.4, -0.3, 0.4, 1, 0.5, -0.3, 0.5, 1];
    const gradient = (u: number, w: number, z: number): number[] => [3 * u, 2 * w, Math.sin(z)];
    const system = sde(
      (u = 0, w = 0, z = 0) =>
        [0, 1, 2].map((i) => -gradient(u, w, z).reduce((sum, g, j) => sum + S[3 * i + j]! * g, 0)),
      () => S,
    );
    const axes = [axis(-1, 1, 7), axis(-1, 1, 8), axis(0, 2 * Math.PI, 20, { periodic: true })];
    const result = jumps(system, axes);
    expect(imbalance(result, (u, w, z) => 1.5 * u * u + w * w - Math.cos(z))).toBeLessThan(1e-9);
  });

  it('sends a full tensor past absorbing ends at the rates of shorter jumps, halves at a corner', () => {
    const absorbing = [true, true] as const;
    const out = (drift: readonly number[], diffusion: Field, u = absorbing as readonly [boolean, boolean]) =>
      jumps(
        sde(() => drift, diffusion),
        [axis(0, 1, 9, { absorbing: u }), axis(0, 1, 9, { absorbing })],
      );
    const varying: Field = (u = 0, w = 0) => (u > 0.9 && w > 0.9 ? [2, 1.3, 1.3, 1.01] : D);
    for (const diffusion of [() => D, varying]) {
      const result = out([0, 0], diffusion);
      // From (0, 4) a jump by (−k, l) meets the lower end of u at a share 1/(2k); that from the middle has no end near.
      const expected = result.list
        .filter(({ from, to }) => from === 40 && to >= 0 && Math.floor(to / 9) < 4)
        .reduce((sum, { to, rate }) => sum + rate * 2 * (4 - Math.floor(to / 9)), 0);
      expect(result.rate(4, throughEnd(0, 0)) / expected).toBeCloseTo(1, 12);
      const swapped = out([0, 0], () => [1, 0.6, 0.6, 1]);
      expect(swapped.rate(0, throughEnd(0, 0))).toBeCloseTo(swapped.rate(0, throughEnd(1, 0)), 9);
    }
    // Where u reflects, a jump that meets it first does not happen; one that meets w first leaves there.
    const half = out([0.2, 0.1], () => D, [false, false]);
    expect(new Set(half.list.map(({ to }) => Math.min(to, 0)))).toEqual(
      new Set([0, throughEnd(1, 0), throughEnd(1, 1)]),
    );
    const closed = jumps(
      sde(
        () => [0.2, 0.1],
        () => D,
      ),
      [axis(0, 1, 9), axis(0, 1, 9)],
    );
    expect(closed.list.some(({ to }) => to < 0)).toBe(false);
    // Drift that leads out makes leaving faster, never negative the other way.
    const drifting = out([40, 0], varying);
    expect(drifting.list.every(({ rate }) => rate > 0)).toBe(true);
    expect(drifting.rate(76, throughEnd(0, 1))).toBeGreaterThan(drifting.rate(4, throughEnd(0, 0)));
  });

  it('has the mean drift a and a second moment ≥ D at every inner node, for a varying tensor', () => {
    const drift: Field = (u = 0, w = 0) => [Math.sin(3 * w) - u, u * w + 0.3];
    const tensor: Field = (u = 0, w = 0) => [1 + u * u, 0.9 * u, 0.9 * u, 1 + 0.3 * w];
    const axes = [axis(-1, 1, 31), axis(-1, 1, 31)];
    const h = 2 / 31;
    const result = jumps(sde(drift, tensor), axes);
    expect(result.report.kind).toBe('varying');
    for (let cell = 0; cell < 31 * 31; cell += 7) {
      const [i, j] = [Math.floor(cell / 31), cell % 31];
      if (Math.min(i, j, 30 - i, 30 - j) < 6) continue;
      const moments = [0, 0, 0, 0, 0];
      for (const { from, to, rate } of result.list) {
        if (from !== cell) continue;
        const [x, y] = [(Math.floor(to / 31) - i) * h, ((to % 31) - j) * h];
        [x, y, (x * x) / 2, (x * y) / 2, (y * y) / 2].forEach((value, k) => (moments[k]! += rate * value));
      }
      const [a, S] = [drift(...result.nodes(cell)), tensor(...result.nodes(cell))];
      expect(Math.abs(moments[0]! - a[0]!) + Math.abs(moments[1]! - a[1]!)).toBeLessThan(1e-11);
      [S[0]!, S[1]!, S[3]!].forEach((value, k) => expect(Math.abs(moments[2 + k]! - value)).toBeLessThan(0.01));
    }
  });

  it('regularises rank-one noise, bounds the jumps and says how much was added', () => {
    const drift: Field = (u = 0, w = 0) => [-w * (u * w - 1), -u * (u * w - 1)];
    const noise: Field = (u = 0, w = 0) => [w * w, u * w, u * w, u * u];
    const result = jumps(sde(drift, noise), [axis(-2, 2.2, 40), axis(-2, 2.2, 40)], { maxRadius: 4 });
    const wide = jumps(sde(drift, noise), [axis(-2, 2.2, 40), axis(-2, 2.2, 40)], { maxRadius: 8 });
    expect(result.report).toMatchObject({ kind: 'varying', radius: 4 });
    expect(result.report.regularisedCells).toBeGreaterThan(1000);
    expect(result.report.relativeAddition).toBeGreaterThan(0.001);
    expect(wide.report.relativeAddition).toBeLessThan(0.5 * result.report.relativeAddition);
    expect(result.list.every(({ rate }) => rate > 0 && Number.isFinite(rate))).toBe(true);
  });

  it('drifts upwind across rank-one noise along a lattice direction, and where there is no noise at all', () => {
    const system = sde(
      () => [1, 0],
      (u = 0) => (u > 0 ? [1, 1, 1, 1] : [0, 0, 0, 0]),
    );
    const result = jumps(system, [axis(-1, 1, 10), axis(-1, 1, 10)]);
    const moment = (cell: number): number[] =>
      result.list
        .filter(({ from }) => from === cell)
        .reduce(
          (sum, { to, rate }) => [
            sum[0]! + rate * 0.2 * (Math.floor(to / 10) - Math.floor(cell / 10)),
            sum[1]! + rate * 0.2 * ((to % 10) - (cell % 10)),
          ],
          [0, 0],
        );
    for (const cell of [25, 75]) {
      expect(moment(cell)[0]).toBeCloseTo(1, 6);
      expect(moment(cell)[1]).toBeCloseTo(0, 6);
    }
    expect(result.report.relativeAddition).toBeLessThan(2e-8);
  });
});

describe('tensorJumps refuses', () => {
  const plane = [axis(-1, 1, 4), axis(-1, 1, 4)];
  const still: Field = () => [0, 0];
  it.each([
    [
      'drift must be finite, got NaN at u = ',
      sde(
        (u = 0) => [Math.sqrt(u), 0],
        () => [1, 0, 0, 1],
      ),
      plane,
    ],
    ['diffusion must be finite, got Infinity at', sde(still, () => [1 / 0, 0, 0, 1]), plane],
    ['diffusion must be positive semi-definite, got D[1][1] = -1', sde(still, () => [1, 0, 0, -1]), plane],
    ['diffusion must be positive semi-definite, got D[0][1] = 2', sde(still, () => [1, 2, 2, 1]), plane],
    ['one to three axes, one for each coordinate, got 1 axes for 2', sde(still, () => D2), [axis(0, 1, 4)]],
  ])('%s', (message, system, axes) => {
    expect(() => jumps(system, axes)).toThrow(message);
  });
  it('an addition below 1', () => {
    expect(() =>
      jumps(
        sde(still, () => [1, 1, 1, 1]),
        plane,
        { addition: 0.5 },
      ),
    ).toThrow('tensorJumps.addition: a factor of at least 1, got 0.5. Use 2 to see the effect.');
  });
  const D2 = [2, 1, 1, 2];
});
