import { endBehaviour } from '../../src/sde/end-behaviour.js';
import type { ParameterLine } from '../../src/sde/parameter-lines.js';
import type { LineComponent } from './stationary.js';

/** What is left of lines with an absorbing end: points, and no density. */
export interface Absorbed {
  readonly components: readonly LineComponent[];
  readonly warnings: readonly string[];
}

/**
 * Where the mass of lines with an absorbing end goes: into that end, and into any other end that keeps what comes near it (absorbing
 * too, or with a density that is not integrable there). No density is steady on such a line.
 */
export function absorbedComponents(lines: readonly ParameterLine[]): Absorbed {
  const warnings: string[] = [];
  const components = lines.flatMap((line): LineComponent[] => {
    const { variable, map, stops, name } = line;
    const ends = ([0, 1] as const).map((e) => {
      const direction = ((e === 0 ? -1 : 1) * map.orientation) as -1 | 1;
      return { at: map.support[e], absorbing: stops[e] === 'absorbing', behaviour: endBehaviour(line, direction) };
    });
    const takers = ends.filter(({ absorbing, behaviour }) => absorbing || !behaviour.normalisable);
    const share = takers.length > 1 ? '; how much goes to each end depends on the start' : '';
    const region = name === 'class-1' ? 'all mass' : `all mass of ${name}`;
    warnings.push(
      `There is no steady density: ${region} leaves through an absorbing end${share}. evolve, ergodic and passage say when and where.`,
    );
    return takers.map(({ at, absorbing }): LineComponent => {
      const place = Number(at.toPrecision(6));
      return {
        name: `${variable}=${place}`,
        kind: 'point',
        support: [at, at],
        weight: null,
        mean: at,
        variance: 0,
        mode: at,
        quantiles: { '0.05': at, '0.25': at, '0.5': at, '0.75': at, '0.95': at },
        normalisable: false,
        boundary: { lower: ends[0].behaviour.feller, upper: ends[1].behaviour.feller },
        reason: absorbing ? 'absorbing end: what reaches it stays' : 'the density is not integrable here',
      };
    });
  });
  const apart = components.filter((c, i) => components.findIndex(({ name }) => name === c.name) === i);
  return { components: apart, warnings };
}
