import { linearFamily, type LinearFamily } from './linear-family.js';
import type { LoadedProblem } from './load.js';

/** A family in symmetry coordinates, with the moments of its data and the warnings that concern it. */
export async function symmetricProblem(
  loaded: LoadedProblem,
): Promise<{ linear: LinearFamily['linear']; moments: LinearFamily['result']; warnings: readonly string[] }> {
  const { linear, result: moments, warnings } = await linearFamily(loaded);
  return { linear, moments, warnings: warnings.filter((text) => !text.startsWith('coordinates')) };
}

/** The laws of the layers in words. */
export function layersText(initial: LoadedProblem['problem']['initial']): string {
  return Object.entries(initial ?? {})
    .map(([name, law]) =>
      typeof law === 'object'
        ? `${name} ~ rows of ${(law as { csv: string }).csv}`
        : `${name} ${Number.isFinite(Number(law)) ? '=' : '~'} ${law}`,
    )
    .join(', ');
}
