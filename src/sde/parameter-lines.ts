import { InputError } from '../num/input-error.js';
import { zeroModel } from './diffusion-zero.js';
import { WHOLE_LINE, type DomainEnd, type IntervalDomain } from './domain.js';
import { halfLine, interval, wholeLine, type LineMap, type LineSde } from './line.js';
import { measuredEnd } from './measured-end.js';
import { scanRegions, type Region, type RegionEnd, type ScalarCoefficients } from './parameter-scan.js';
import type { Sde } from './sde.js';
import { tabulated } from './tabulated-line.js';

/** What an end of a line is: a place without noise (or infinity), or an ordinary point of the equation where paths turn or stop. */
export type LineEnd = 'open' | 'reflecting' | 'absorbing';

/** A line of one parameter; its ends may be ordinary points at which the domain stops. */
export interface ParameterLine extends LineSde {
  /** The lower and the upper end, in θ. */
  readonly stops: readonly [LineEnd, LineEnd];
  /** Whether the coefficients have more kinks than could be told one by one; integrals across them are approximate. */
  readonly rough: boolean;
}

/** Settings of `parameterLines`. */
export interface ParameterLineOptions {
  /** Where the parameter lives; everywhere by default. */
  readonly domain?: IntervalDomain;
  /** Make a table of the coefficients; worth it where one evaluation takes more than a microsecond. */
  readonly tabulate?: boolean;
}

/**
 * The SDE of one parameter, of any loss, on each interval between points where the noise vanishes: see `scanRegions` for how they
 * are found and `measuredEnd` for what happens at infinity. The coordinate of a whole line is linear over its wells and
 * logarithmic beyond. Densities of these lines have no flux through a finite end: it reflects, unless `stops` says that it absorbs.
 *
 * Costs some thousand evaluations. Throws InputError for more than one parameter, no noise at all, and coefficients that neither
 * settle nor let the density fall towards an end, with the cure to give a domain.
 */
export function parameterLines(sde: Sde, options: ParameterLineOptions = {}): ParameterLine[] {
  const { domain = WHOLE_LINE, tabulate = false } = options;
  const coefficients = scalarCoefficients(sde);
  const regions = scanRegions(coefficients, domain.from, domain.to);
  const alone = regions.length === 1;
  return regions.map((region) => lineOf({ coefficients, region, variable: sde.names[0], alone, tabulate, domain }));
}

/**
 * Drift and diffusion of a one-parameter SDE as one function. Where the noise is gone at a single point only (θ = 0 exactly, for relu(θx)
 * with its slope 0 there), the values beside it stand for it. Throws InputError for another number of parameters.
 */
export function scalarCoefficients(sde: Sde): ScalarCoefficients {
  if (sde.names.length !== 1) {
    throw new InputError(
      'model.parameters',
      'one parameter',
      String(sde.names.length),
      'Use a grid over all parameters.',
    );
  }
  const point = new Float64Array(1);
  const value = new Float64Array(1);
  const direct: ScalarCoefficients = (theta, out) => {
    point[0] = theta;
    sde.drift(point, value);
    out[0] = value[0];
    sde.diffusion(point, value);
    out[1] = value[0];
  };
  const beside = new Float64Array(2);
  const noiseAt = (theta: number): number => {
    direct(theta, beside);
    return beside[1];
  };
  return (theta, out) => {
    direct(theta, out);
    if (out[1] > 0) return;
    const step = BESIDE * Math.max(Math.abs(theta), 1e-3);
    const missing = [step, -step].every((h) => {
      const near = noiseAt(theta + h);
      return near > 0 && Math.abs(noiseAt(theta + 10 * h) - near) <= 0.01 * near;
    });
    if (missing) direct(theta + step, out);
  };
}

/** How far beside a point without noise its neighbours are looked at, relative to it. */
const BESIDE = 1e-12;

interface Piece {
  readonly coefficients: ScalarCoefficients;
  readonly region: Region;
  readonly variable: string;
  readonly alone: boolean;
  readonly tabulate: boolean;
  readonly domain: IntervalDomain;
}

function lineOf({ coefficients, region, variable, alone, tabulate, domain }: Piece): ParameterLine {
  const { lower, upper } = region;
  const map = mapOf(region, coefficients);
  const local = { ...piecewise(coefficients, region, map), map };
  const points = [...region.driftZeros, ...region.quietPoints];
  const kinks = (region.kinks ?? [])
    .map((theta) => map.coordinate(theta))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const landmarks = points.map((theta) => map.coordinate(theta)).filter(Number.isFinite);
  const ascending = map.orientation > 0 ? ([lower, upper] as const) : ([upper, lower] as const);
  const [below, above] = ([-1, 1] as const).map((direction, e) => {
    const outermost = landmarks.reduce((far, y) => (direction * (y - far) > 0 ? y : far), scaleOf(ascending[e], map));
    const end = ascending[e];
    const limit = end.kind === 'infinite' ? map.coordinate(end.reach) : direction * 600;
    const found = measuredEnd(local.evaluate, { direction, start: outermost + direction, limit });
    if (found === null) throw unsettled(variable, end);
    return found;
  });
  return {
    name: alone ? 'class-1' : nameOf(variable, region),
    variable,
    map,
    evaluate: tabulate ? tabulated(local.evaluate, { kinks, rough: region.kinks === null }) : local.evaluate,
    settled: [below.settled, above.settled],
    landmarks,
    kinks,
    rough: region.kinks === null,
    endDrift: local.endDrift,
    ends: [below.behaviour, above.behaviour],
    stops: [stopOf(lower, domain.lower, local.jumps[0]), stopOf(upper, domain.upper, local.jumps[1])],
  };
}

function stopOf(end: RegionEnd, wanted: DomainEnd, jumps: boolean): LineEnd {
  // A domain that just ends keeps its mass. Beyond a jump of D to 0 paths stay where they are.
  if (end.kind === 'boundary') return wanted === 'absorbing' ? 'absorbing' : 'reflecting';
  return jumps ? 'absorbing' : 'open';
}

/** The coordinate whose logarithmic parts lie where the region has ends. */
function mapOf(region: Region, coefficients: ScalarCoefficients): LineMap {
  const { lower, upper } = region;
  if (Number.isFinite(lower.at) && Number.isFinite(upper.at)) return interval(lower.at, upper.at);
  if (Number.isFinite(lower.at)) return halfLine(lower.at, 1);
  if (Number.isFinite(upper.at)) return halfLine(upper.at, -1);
  return wholeLine(...centreAndScale(region, coefficients));
}

/** The middle of the wells, and their distance; of a single well its centre and the lesser of its width and D's own scale. */
function centreAndScale({ driftZeros }: Region, coefficients: ScalarCoefficients): [number, number] {
  const pair = new Float64Array(2);
  const drift = (theta: number): number => (coefficients(theta, pair), pair[0]);
  const diffusion = (theta: number): number => (coefficients(theta, pair), pair[1]);
  if (driftZeros.length === 0) return [0, 1];
  const [first, last] = [driftZeros[0], driftZeros[driftZeros.length - 1]];
  if (last > first) return [(first + last) / 2, (last - first) / 2];
  const step = 1e-4 * Math.max(Math.abs(first), 1e-3);
  const D = diffusion(first);
  const stiffness = (drift(first - step) - drift(first + step)) / (2 * step);
  const bend = (diffusion(first + step) - 2 * D + diffusion(first - step)) / step ** 2;
  const widths = [Math.sqrt(D / stiffness), Math.sqrt((2 * D) / bend)].filter((w) => w > 0 && Number.isFinite(w));
  return [first, Math.max(Math.min(...widths, 1e3 * Math.max(1, Math.abs(first))), 1e-9 * Math.abs(first)) || 1];
}

/** y of the distance from a finite end at which what lies beyond it begins; the middle of the line for an infinite one. */
function scaleOf(end: RegionEnd, map: LineMap): number {
  if (end.kind === 'infinite') return map.coordinate(Number.isFinite(map.value(0)) ? map.value(0) : 0);
  return map.support.every(Number.isFinite) ? 0 : Math.log(Math.max(Math.abs(end.at), 1e-6));
}

/** Coefficients in the coordinate y: near a zero of the noise by its model, elsewhere as they are, beyond reach continued. */
function piecewise(
  coefficients: ScalarCoefficients,
  region: Region,
  map: LineMap,
): Pick<LineSde, 'evaluate' | 'endDrift'> & { readonly jumps: readonly [boolean, boolean] } {
  const { lower, upper } = region;
  const features = [...region.driftZeros, ...region.quietPoints];
  const model = (end: RegionEnd, side: 1 | -1) => {
    if (end.kind !== 'zero') return null;
    const other = side > 0 ? upper.at : lower.at;
    const nearest = [...features, other].reduce((d, x) => Math.min(d, Math.abs(x - end.at)), Infinity);
    return zeroModel(
      coefficients,
      end.at,
      side,
      0.25 * (Number.isFinite(nearest) ? nearest : Math.max(Math.abs(end.at), 1)),
    );
  };
  const [low, high] = [model(lower, 1), model(upper, -1)];
  const reach = [
    lower.kind === 'infinite' ? map.coordinate(lower.reach) : NaN,
    upper.kind === 'infinite' ? map.coordinate(upper.reach) : NaN,
  ];
  const [least, most] = [Math.min(...reach.filter((y) => y < 0)), Math.max(...reach.filter((y) => y > 0))];
  const evaluate = (wanted: number, out: Float64Array): void => {
    const y = wanted < least && Number.isFinite(least) ? least : wanted > most && Number.isFinite(most) ? most : wanted;
    const [fromLower, fromUpper] = distances(map, y);
    if (low !== null && fromLower < low.width) low.evaluate(fromLower, out);
    else if (high !== null && fromUpper < high.width) high.evaluate(fromUpper, out);
    else coefficients(map.value(y), out);
    const slope = map.orientation * Math.exp(map.logJacobian(y));
    out[1] /= slope * slope;
    out[0] = out[0] / slope - out[1] * map.curvature(y);
  };
  const pair = new Float64Array(2);
  const driftAt = (end: RegionEnd, fixed: boolean | undefined): number => {
    if (end.kind === 'boundary') return NaN;
    if (end.kind !== 'zero' || fixed) return 0;
    coefficients(end.at, pair);
    return pair[0];
  };
  const jumps: [boolean, boolean] = [low?.jumps ?? false, high?.jumps ?? false];
  return { evaluate, jumps, endDrift: [driftAt(lower, low?.fixed), driftAt(upper, high?.fixed)] };
}

/** Distances of v(y) from the lower and the upper end, each without cancellation; Infinity from an infinite end. */
function distances(map: LineMap, y: number): readonly [number, number] {
  const [low, high] = map.support;
  const offset = map.offset(y);
  if (Number.isFinite(low) && Number.isFinite(high)) {
    return offset > 0 ? [offset, high - low - offset] : [high - low + offset, -offset];
  }
  return [Number.isFinite(low) ? offset : Infinity, Number.isFinite(high) ? -offset : Infinity];
}

/** 'theta>1.2', '0<theta<1.2'. */
function nameOf(variable: string, { lower, upper }: Region): string {
  const text = (x: number): string => String(Number(x.toPrecision(6)));
  const left = Number.isFinite(lower.at);
  if (left && Number.isFinite(upper.at)) return `${text(lower.at)}<${variable}<${text(upper.at)}`;
  if (left) return `${variable}>${text(lower.at)}`;
  return `${variable}<${text(upper.at)}`;
}

function unsettled(variable: string, end: RegionEnd): InputError {
  const place = end.kind === 'infinite' ? (end.at > 0 ? '∞' : '−∞') : String(Number(end.at.toPrecision(6)));
  const got = 'coefficients that neither settle nor confine it';
  const cure = `Give domain: {${variable}: periodic(a, b)}, reflecting(a, b) or absorbing(a, b); for log(1 + exp(z)) write softplus(z).`;
  return new InputError('model', `a density that falls or settles on a power law as ${variable} → ${place}`, got, cure);
}
