/** Every illustration, in the order of the figures of arXiv:2308.06671; a test sees to it that none is missing. */
import { balance } from './balance.js';
import { densities } from './densities.js';
import type { Illustration } from './illustration.js';
import { networkBalance } from './network-balance.js';
import { phaseDiagramFigure } from './phase-diagram.js';
import { tailsFigure } from './tails.js';

export type { Illustration, Panel } from './illustration.js';

/** All illustrations. */
export const illustrations: readonly Illustration[] = [
  balance,
  networkBalance,
  densities,
  phaseDiagramFigure,
  tailsFigure,
];
