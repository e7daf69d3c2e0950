import { formulaError } from '../formula-error.js';
import { interpolating, standard } from '../standard-problem.js';
import { atLeast, atMost, type Check, type Study } from '../study.js';

const T = 0.1;
const [A1, B1, K, C, DECAY] = [2, 1, 1.2, 0.3, 0.2];

/** Two checks: the formula as corrected is the solver's density, the one as printed is off by at least `miss` nats. */
function pair(where: string, right: number, printed: number, miss: number): Check[] {
  return [
    atMost(`${where}, corrected: largest difference in nats`, right, 1e-8),
    atLeast(`${where}, as printed: the same`, printed, miss),
  ];
}

/** ∫ dv/g, ∫ v dv/g and ∫ dv/(v g) for g = 2v² − 4v + 3. */
const overNoise = (v: number): number => Math.atan((2 * v - 2) / Math.SQRT2) / Math.SQRT2;
const noise = (v: number): number => 2 * v * v - 4 * v + 3;
const slopedOverNoise = (v: number): number => Math.log(noise(v)) / 4 + overNoise(v);
const inverseOverNoise = (v: number): number => (Math.log(v) - Math.log(noise(v)) / 2 + 2 * overNoise(v)) / 3;

/** Eq. (99): ∫(β₁v − β₂)/(v g), the signs of its two terms. */
function depthOne(): Check[] {
  const p = standard({ temperature: T });
  const form = (integral: (v: number) => number) => (v: number) =>
    -1.5 * Math.log(v) - Math.log(noise(v)) - integral(v) / (2 * T);
  const places = [0.2, 0.5, 0.9, 1.4, 2.2];
  const right = formulaError(
    p,
    places,
    form((v) => overNoise(v) - inverseOverNoise(v)),
  );
  const printed = formulaError(
    p,
    places,
    form((v) => slopedOverNoise(v) - overNoise(v)),
  );
  const flipped = formulaError(
    p,
    places,
    form((v) => overNoise(v) + inverseOverNoise(v)),
  );
  return [
    ...pair('Eq. (99): integrand with 1/v', right, printed, 1),
    atLeast('Eq. (99): sign of the ln v term as printed', flipped, 1),
  ];
}

/** Eq. (14): the integral from v₀ > 0, and what a lower limit of 0 would give. */
function lowerLimit(): Check[] {
  const from = (limit: number): number =>
    (overNoise(1) - inverseOverNoise(1) - overNoise(limit) + inverseOverNoise(limit)) / (2 * T);
  const steps = [1e-3, 1e-6, 1e-9].map(from);
  const growth = [1, 2].map((k) => Math.abs(steps[k] - steps[k - 1]));
  return [
    atLeast('Eq. (14), lower limit → 0: growth of the integral per factor 10⁻³', Math.min(...growth), 10),
    atMost(
      'Eq. (14): change of that growth, none for a logarithmic divergence',
      Math.abs(growth[1] / growth[0] - 1),
      0.02,
    ),
  ];
}

/** Δ = 0 data with weight decay (Eq. 107, Table 1) and y = kx − kc/x (Eqs. 108–110). */
function interpolation(): Check[] {
  const theta = (b: number): number => b / (2 * T * A1 * K * K);
  const decayed = interpolating(K, 0, { weightDecay: DECAY, temperature: T });
  const below = (factor: number) => (v: number) => {
    const t = theta(B1 * K - DECAY);
    return (t - 1.5) * Math.log(v) - (t + 2) * Math.log(K - v) - (factor * DECAY) / (2 * T * A1 * K * (K - v));
  };
  const single = interpolating(K, 0, { depth: 0, weightDecay: DECAY, temperature: T });
  const oneLayer = (factor: number) => (v: number) =>
    -(2 + (B1 + DECAY) / (T * A1)) * Math.log(K - v) - (factor * DECAY * K) / (T * A1 * (K - v));
  const scaled = interpolating(K, 0, { weightDecay: DECAY, temperature: T, beta: [1.4, 1.4 * K] });
  const strong = (factor: number) => (v: number) => {
    const t = theta(1.4 * K - DECAY);
    return (t - 1.5) * Math.log(v) - (t + 2) * Math.log(K - v) - (factor * DECAY) / (2 * T * A1 * K * (K - v));
  };
  // y = kx − kc/x has β₂ = k(β₁ − c); the density lies on v < k and falls to 0 there.
  const shifted = interpolating(K, C, { temperature: T });
  const offset = (b: number) => (v: number) => {
    const t = theta(b);
    return (t - 1.5) * Math.log(v) - (t + 2) * Math.log(K - v) + (b - B1 * K) / (2 * T * A1 * K * (K - v));
  };
  // For v < 0 the density of the mirrored data, y = −kx + …, is the same formula with −k.
  const negative = interpolating(-K, C, { temperature: T, beta: [B1, K * 0.9] });
  const mirrored = (denominator: number) => (v: number) => {
    const b = K * 0.9;
    const t = theta(b);
    const essential = (B1 * -K - b) / (2 * T * A1 * -K);
    return (t - 1.5) * Math.log(v) - (t + 2) * Math.log(v + K) + (essential * K) / (denominator * (v + K));
  };
  const places = [0.2, 0.5, 0.8, 1.05];
  return [
    ...pair(
      'Eq. (107): essential factor without β₁ (= 1.4 here)',
      formulaError(scaled, places, strong(1)),
      formulaError(scaled, places, strong(1.4)),
      0.1,
    ),
    ...pair(
      'Table 1, two layers with decay: exponent present',
      formulaError(decayed, places, below(1)),
      formulaError(decayed, places, below(0)),
      0.5,
    ),
    ...pair(
      'Table 1, one layer with decay: factor exp(−γk/(Tα₁(k − v)))',
      formulaError(single, [-1, 0.2, 0.8, 1.1], oneLayer(1)),
      formulaError(single, [-1, 0.2, 0.8, 1.1], oneLayer(0)),
      0.5,
    ),
    ...pair(
      'Eqs. (108)–(110): data y = kx − kc/x, β₂ = k(β₁ − c)',
      formulaError(shifted, places, offset(B1 * K - K * C)),
      formulaError(shifted, places, offset(B1 * K - C)),
      0.1,
    ),
    ...pair(
      'Eq. (109): no further 1/k in the exponent',
      formulaError(negative, [0.2, 0.6, 1.5, 4], mirrored(K)),
      formulaError(negative, [0.2, 0.6, 1.5, 4], mirrored(1)),
      0.1,
    ),
  ];
}

/** Eqs. (105) and (106): what is subtracted in the exponent, and the power at 0. */
function generalDelta(): Check[] {
  const p = interpolating(K, 0, { weightDecay: DECAY, temperature: T });
  // With r = β₁(v − k): (ln p)′ = −3/(2v) − 2/(v − k) − (r + γ)/(2Tα₁v(v − k)²); the middle line adds the last two with the wrong sign.
  const step = (sign: number, power: number) => (v: number) => {
    const t = (B1 * K - DECAY) / (2 * T * A1 * K * K);
    return (
      power * Math.log(v) +
      t * Math.log(v) -
      t * Math.log(K - v) -
      sign * 2 * Math.log(K - v) -
      DECAY / (2 * T * A1 * K * (K - v))
    );
  };
  const places = [0.2, 0.5, 0.8, 1.05];
  return [
    ...pair(
      'Eqs. (105), (106), middle line: −α₁T(…)²',
      formulaError(p, places, step(1, -1.5)),
      formulaError(p, places, step(-1, -1.5)),
      0.5,
    ),
    ...pair(
      'text after Eq. (105): |v|^(−3/2 − …)',
      formulaError(p, places, step(1, -1.5)),
      formulaError(p, places, step(1, 1.5)),
      0.5,
    ),
  ];
}

/** Printed densities. */
export const errataDensities: Study = {
  name: 'errata-densities',
  claim:
    'Closed-form densities as printed differ from the solver’s where they are misprinted, and as corrected do not.',
  reference: '[NB] Eqs. (14), (99), (105)–(110) and Table 1; docs/derivations/closed-forms.md',
  cost: 1,
  run: () => [...depthOne(), ...lowerLimit(), ...interpolation(), ...generalDelta()],
};
