/** From a formula for ln p to a piece with its mass. */
import type { Chart, Place } from './chart.js';
import type { ClosedForm, LinearProblem, Piece } from './closed-form.js';
import { landmarks, logIntegral } from './mass.js';

/** ln p(place) − ln p(reference) on a chart with that reference; the place carries its differences from it. */
export type LogRatio = (reference: Place, chart: Chart) => (place: Place) => number;

/** The place of the node on a chart, where it lies inside the support. */
function nodes(chart: Chart): number[] {
  const node = chart.reference.v - chart.reference.u;
  return node > chart.support[0] && node < chart.support[1] ? [chart.from(node).x] : [];
}

/**
 * The piece on a chart with density exp(ratio). The reference point moves to the highest peak of p dv/dx, so that
 * ln p is small where the mass is and its rounding error with it.
 */
export function piece(chart: Chart, ratio: LogRatio): Piece {
  const massOn = (on: Chart, logDensity: (place: Place) => number) => (x: number) =>
    logDensity(on.at(x)) + on.logSlope(x);
  const found = landmarks(massOn(chart, ratio(chart.reference, chart)), nodes(chart));
  const centred = chart.moved(found.reduce((p, q) => (q.height > p.height ? q : p)).x);
  const logDensity = ratio(centred.reference, centred);
  const h = massOn(centred, logDensity);
  let mass: number | undefined;
  return {
    support: chart.support,
    logDensity(v) {
      if (Number.isNaN(v)) return NaN;
      return v > chart.support[0] && v < chart.support[1] ? logDensity(centred.from(v)) : -Infinity;
    },
    logMass: () => (mass ??= logIntegral(h, landmarks(h, nodes(centred)))),
  };
}

/** The pieces of a form with densities that integrate to one. */
export function normalised(form: ClosedForm, p: LinearProblem): Piece[] {
  return form.logDensity(p).map((part) => ({
    support: part.support,
    logDensity: (v) => part.logDensity(v) - part.logMass(),
    logMass: () => 0,
  }));
}
