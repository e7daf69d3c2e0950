import { bracketRoot } from '../../src/num/bracket-root.js';
import type { BalanceSystem } from './balance-system.js';
import type { ManifoldCurve } from './manifold-curve.js';

/** A point of the manifold at which the loss is least. */
export interface MinimumPoint {
  readonly theta: Float64Array;
  /** L(θ), without decay. */
  readonly loss: number;
}

interface MinimumOptions {
  /** Losses at places all over the window, to tell the least minimum from others and from saddles. */
  readonly losses: readonly number[];
  project(x: number, y: number): readonly [number, number] | undefined;
}

/**
 * Where the manifold meets the set of least loss. The loss is constant along orbits and every orbit has one point on the manifold, so its least
 * value in the plane is its least value on the manifold: each change of ∇L·(direction) from − to + along a curve is narrowed by root
 * finding, and the points whose loss is not the least known are left out.
 */
export function onMinimum(
  system: BalanceSystem,
  curves: readonly ManifoldCurve[],
  { losses, project }: MinimumOptions,
): MinimumPoint[] {
  const mean = new Float64Array(2);
  const C = new Float64Array(4);
  const found: MinimumPoint[] = [];
  for (const { points, closed } of curves) {
    const count = points.length / 2;
    for (let i = 0; i + (closed ? 0 : 1) < count; i++) {
      const j = (i + 1) % count;
      const [x, y] = [points[2 * i], points[2 * i + 1]];
      const [dx, dy] = [points[2 * j] - x, points[2 * j + 1] - y];
      const at = (s: number): readonly [number, number] | undefined =>
        s === 0 ? [x, y] : s === 1 ? [x + dx, y + dy] : project(x + s * dx, y + s * dy);
      const slope = (s: number): number => {
        // An orbit without noise has no single balanced point; its gradient is the same 0 everywhere.
        system.gradient(at(s) ?? [x + s * dx, y + s * dy], mean, C);
        return mean[0] * dx + mean[1] * dy;
      };
      if (!(slope(0) <= 0 && slope(1) > 0)) continue;
      const { root, outcome } = bracketRoot(slope, { within: [0, 1], tolerance: 1e-15 });
      const theta = outcome === 'converged' ? (at(root) ?? at(root + 1e-9) ?? at(root - 1e-9)) : undefined;
      if (theta) found.push({ theta: Float64Array.from(theta), loss: system.loss(theta) });
    }
  }
  const finite = [...losses, ...found.map(({ loss }) => loss)].filter(Number.isFinite);
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const spread = finite.reduce((a, b) => Math.max(a, b), -Infinity) - least;
  return found.filter(({ loss }) => loss <= least + 1e-10 * spread);
}
