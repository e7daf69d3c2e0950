import { parameterDomain } from '../src/io/parameter-domain.js';
import { reachedEnds } from '../src/sde/reached-ends.js';
import { loadLaw, type LoadedProblem } from './load.js';

/**
 * Whether a problem is solved on a grid over its parameters: an expression in coordinates: parameters, of several parameters, or of one on
 * a circle or with an end that absorbs. Others of one parameter are solved on lines; so are ends that absorb in name only, because neither
 * noise nor drift leads there.
 */
export async function overParameters(loaded: LoadedProblem): Promise<boolean> {
  const { model: text, coordinates, domain, sgd: settings } = loaded.problem;
  if (coordinates !== 'parameters' || !('parameters' in text)) return false;
  const [name, ...others] = text.parameters;
  if (others.length > 0) return true;
  const where = parameterDomain(name, domain?.[name]);
  if (where.kind === 'periodic') return true;
  const absorbing = [where.lower === 'absorbing', where.upper === 'absorbing'] as const;
  if (!absorbing.includes(true)) return false;
  const { model } = await import('../src/model/symbolic-loss.js');
  const { sgd } = await import('../src/sde/gradient-noise.js');
  const reached = reachedEnds(sgd(model(text), await loadLaw(loaded), settings), where);
  return absorbing.some((absorbs, end) => absorbs && reached[end]);
}
