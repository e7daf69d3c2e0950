// Particles of the reduced SDE of a diagonal linear network. The host writes tables, generator states, values and
// coefficients into the places below, calls `advance`, and reads values and states back.

import { AHEAD, CHAINS, COEFFICIENTS, GROUP, HEIGHTS, LAYERS, NORMALS, STATES, VALUES, WEDGES } from './memory';
import { fillNormals } from './normal';
import { deepStep, regressionStep, twoLayerStep, twoLayerSubsteps } from './step';

export function capacity(): i32 {
  return CHAINS;
}
export function group(): i32 {
  return GROUP;
}
export function layers(): usize {
  return LAYERS;
}
export function heights(): usize {
  return HEIGHTS;
}
export function wedges(): usize {
  return WEDGES;
}
export function states(): usize {
  return STATES;
}
export function values(): usize {
  return VALUES;
}
export function normals(): usize {
  return NORMALS;
}
export function ahead(): i32 {
  return AHEAD;
}
export function coefficients(): usize {
  return COEFFICIENTS;
}

/** Draws `count` normals, at most AHEAD, for each of the first GROUP chains: normal n of chain c at normals[n·GROUP + c]. */
export function draw(count: i32): void {
  fillNormals(0, count);
}

/** Advances `chains` chains, rounded up to a multiple of GROUP, by `steps` steps at the given depth. */
export function advance(depth: i32, chains: i32, steps: i32): void {
  for (let start: i32 = 0; start < chains; start += GROUP) {
    const values = VALUES + (usize(start) << 3);
    for (let done: i32 = 0; done < steps; done += AHEAD) {
      const count = min<i32>(AHEAD, steps - done);
      fillNormals(start, count);
      if (depth === 0) advanceRegression(values, count);
      else if (depth === 1) advanceTwoLayers(values, count);
      else advanceDeep(values, count, depth);
    }
  }
}

function advanceRegression(values: usize, steps: i32): void {
  let normal = NORMALS;
  for (let step: i32 = 0; step < steps; step++) {
    for (let c: usize = 0; c < usize(GROUP) << 3; c += 16) {
      v128.store(values + c, regressionStep(v128.load(values + c), v128.load(normal + c)));
    }
    normal += usize(GROUP) << 3;
  }
}

function advanceTwoLayers(values: usize, steps: i32): void {
  let normal = NORMALS;
  for (let step: i32 = 0; step < steps; step++) {
    for (let c: usize = 0; c < usize(GROUP) << 3; c += 16) {
      const s = v128.load(values + c);
      v128.store(values + c, twoLayerStep(s, v128.load(normal + c)));
      const far = i64x2.bitmask(f64x2.lt(s, v128.load64_splat(COEFFICIENTS + (6 << 3))));
      if (far !== 0) repair(s, far, values + c, normal + c);
    }
    normal += usize(GROUP) << 3;
  }
}

/** Takes the lanes in `far` from their start s in substeps. */
function repair(s: v128, far: i32, values: usize, normal: usize): void {
  if (far & 1) store<f64>(values, twoLayerSubsteps(f64x2.extract_lane(s, 0), load<f64>(normal)));
  if (far & 2) store<f64>(values, twoLayerSubsteps(f64x2.extract_lane(s, 1), load<f64>(normal, 8)), 8);
}

function advanceDeep(values: usize, steps: i32, depth: i32): void {
  let normal = NORMALS;
  for (let step: i32 = 0; step < steps; step++) {
    for (let c: usize = 0; c < usize(GROUP) << 3; c += 8) {
      store<f64>(values + c, deepStep(load<f64>(values + c), load<f64>(normal + c), depth));
    }
    normal += usize(GROUP) << 3;
  }
}
