import type { Generator } from '../../src/fv/generator.js';

/** An absorbing end of a grid as a limit of its mass. */
export interface AbsorbingLimit {
  /** `u=1`. */
  readonly name: string;
  readonly kind: 'end';
  /** By axis: the end itself, and the whole range of the others. */
  readonly support: Readonly<Record<string, readonly [number, number]>>;
  /** 1 if all mass ends here whatever the start; null where it depends on that. */
  readonly weight: number | null;
  readonly normalisable: false;
  readonly reason: string;
}

/** The absorbing ends of a generator as limits, beside `classes` closed classes of cells, with what is to be said of them. */
export function absorbingLimits(
  { grid, ends = [] }: Generator,
  classes: number,
): { readonly ends: readonly AbsorbingLimit[]; readonly warnings: readonly string[] } {
  const limits = ends.map(({ name, axis, at }): AbsorbingLimit => {
    const range = ({ name: own, edges, cells }: (typeof grid.axes)[number]): readonly [number, number] =>
      own === axis ? [at, at] : [edges[0], edges[cells]];
    return {
      name,
      kind: 'end',
      support: Object.fromEntries(grid.axes.map((one) => [one.name, range(one)])),
      weight: ends.length === 1 && classes === 0 ? 1 : null,
      normalisable: false,
      reason: 'absorbing end: what reaches it stays',
    };
  });
  if (ends.length === 0) return { ends: limits, warnings: [] };
  const names = ends.map(({ name }) => name).join(', ');
  const share = ends.length > 1 ? '; how much goes to each end depends on the start' : '';
  const cure = 'evolve, ergodic and passage say when and where, spectrum how fast.';
  const told =
    classes === 0
      ? `There is no steady density: all mass leaves through absorbing ends (${names})${share}. ${cure}`
      : `Mass outside the closed classes leaves through absorbing ends (${names}) or into a class; ergodic says how much of a start.`;
  return { ends: limits, warnings: [told] };
}
