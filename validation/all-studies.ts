/** Every study, by the name of its file; a test sees to it that none is missing. */
import type { Study } from './study.js';
import { acceptanceTable } from './studies/acceptance-table.js';
import { closedFormAnyDepth } from './studies/closed-form-any-depth.js';
import { closedFormDepthOne } from './studies/closed-form-depth-one.js';
import { closedFormDepthZero } from './studies/closed-form-depth-zero.js';
import { closedFormInterpolation } from './studies/closed-form-interpolation.js';
import { closedFormLabelNoise } from './studies/closed-form-label-noise.js';
import { conservation } from './studies/conservation.js';
import { criticalTemperatureStudy } from './studies/critical-temperature.js';
import { distancesKnown } from './studies/distances-known.js';
import { entropyDecay } from './studies/entropy-decay.js';
import { errataBalanceMatrices } from './studies/errata-balance-matrices.js';
import { errataDeepChains } from './studies/errata-deep-chains.js';
import { errataDensities } from './studies/errata-densities.js';
import { errataEvolutionEquations } from './studies/errata-evolution-equations.js';
import { errataInfiniteDepth } from './studies/errata-infinite-depth.js';
import { errataMemoryPrefactor } from './studies/errata-memory-prefactor.js';
import { errataModifiedLoss } from './studies/errata-modified-loss.js';
import { errataNoiseStrength } from './studies/errata-noise-strength.js';
import { errataRegimes } from './studies/errata-regimes.js';
import { evolutionSpaceOrder } from './studies/evolution-space-order.js';
import { evolutionTimeExactness } from './studies/evolution-time-exactness.js';
import { fluctuationInversion } from './studies/fluctuation-inversion.js';
import { interpolationSplitting } from './studies/interpolation-splitting.js';
import { lawOfBalance } from './studies/law-of-balance.js';
import { learningTime } from './studies/learning-time.js';
import { meanIdentity } from './studies/mean-identity.js';
import { memoryOfDeepChains } from './studies/memory-of-deep-chains.js';
import { memoryOfTwoLayers } from './studies/memory-of-two-layers.js';
import { modifiedLoss } from './studies/modified-loss.js';
import { noiseBalanceTheorem } from './studies/noise-balance-theorem.js';
import { particleOrders } from './studies/particle-orders.js';
import { particlesAgainstDensity } from './studies/particles-against-density.js';
import { rampOrder } from './studies/ramp-order.js';
import { reducedAgainstParameters } from './studies/reduced-against-parameters.js';
import { regimeDiagram } from './studies/regime-diagram.js';
import { sgdAgainstSde } from './studies/sgd-against-sde.js';
import { sgdCollapse } from './studies/sgd-collapse.js';
import { spectrumOfLabelNoise } from './studies/spectrum-of-label-noise.js';
import { steadyExactness } from './studies/steady-exactness.js';
import { tailExponents } from './studies/tail-exponents.js';
import { tensorOrder } from './studies/tensor-order.js';
import { transitionalTemperature } from './studies/transitional-temperature.js';
import { weightDecayByDepth } from './studies/weight-decay-by-depth.js';
import { widthScaling } from './studies/width-scaling.js';
import { wrongSignChains } from './studies/wrong-sign-chains.js';

/** All studies. */
export const studies: readonly Study[] = [
  acceptanceTable,
  closedFormAnyDepth,
  closedFormDepthOne,
  closedFormDepthZero,
  closedFormInterpolation,
  closedFormLabelNoise,
  conservation,
  criticalTemperatureStudy,
  distancesKnown,
  entropyDecay,
  errataBalanceMatrices,
  errataDeepChains,
  errataDensities,
  errataEvolutionEquations,
  errataInfiniteDepth,
  errataMemoryPrefactor,
  errataModifiedLoss,
  errataNoiseStrength,
  errataRegimes,
  evolutionSpaceOrder,
  evolutionTimeExactness,
  fluctuationInversion,
  interpolationSplitting,
  lawOfBalance,
  learningTime,
  meanIdentity,
  memoryOfDeepChains,
  memoryOfTwoLayers,
  modifiedLoss,
  noiseBalanceTheorem,
  particleOrders,
  particlesAgainstDensity,
  rampOrder,
  reducedAgainstParameters,
  regimeDiagram,
  sgdAgainstSde,
  sgdCollapse,
  spectrumOfLabelNoise,
  steadyExactness,
  tailExponents,
  tensorOrder,
  transitionalTemperature,
  weightDecayByDepth,
  widthScaling,
  wrongSignChains,
];
