import type { Density } from '../../src/fv/density.js';
import type { Axis } from '../../src/grid/axis.js';
import type { LineSde } from '../../src/sde/line.js';
import { evolve, evolveSchedule } from './evolve.js';
import { evolutionOf, outputTimes, type Evolution } from './frame.js';
import { generatorOnAxis, type LinesOnAxis } from './crossing-generator.js';
import { evolveRamp } from './ramp.js';

/** A stretch of time, from the end of the stage before it (or 0) to `until`. */
export interface Stage {
  readonly until: number;
  /** The lines at a time within the stage; the same at all times unless `ramp`. */
  readonly linesAt: (time: number) => readonly LineSde[];
  readonly ramp: boolean;
}

/** Frames of all stages and how many steps they took. */
export interface StagedFrames {
  readonly evolution: Evolution;
  readonly steps: number;
  readonly errorEstimate: number;
}

/** The stage that a time lies in. */
export function stageAt(stages: readonly Stage[], time: number): Stage {
  return stages.find(({ until }) => time <= until) ?? stages[stages.length - 1];
}

/** The lines and their generator at a time. */
export function onAxisAt(stages: readonly Stage[], axis: Axis, time: number): LinesOnAxis {
  return generatorOnAxis(stageAt(stages, time).linesAt(time), axis);
}

/**
 * The masses at each of `times` through all stages: exponentials where the coefficients are constant, TR-BDF2 on ramps.
 * Throws InputError as `evolveSchedule` does, and an Error where a step limit stopped it.
 */
export function stagedFrames(
  stages: readonly Stage[],
  axis: Axis,
  start: Float64Array,
  times: readonly number[],
): StagedFrames {
  if (!stages.some(({ ramp }) => ramp)) {
    const segments = stages.map(({ until, linesAt }) => ({
      generator: generatorOnAxis(linesAt(0), axis).generator,
      until,
    }));
    const density = { grid: segments[0].generator.grid, mass: start };
    const { value, stats } = finished(evolveSchedule(segments, density, times));
    return { evolution: value, steps: stats['steps'], errorEstimate: stats['errorEstimate'] };
  }
  const { times: wanted, warnings } = outputTimes(times);
  const pieces: Evolution[] = [];
  let [mass, begin, steps, errorEstimate] = [start, 0, 0, 0];
  for (const stage of stages) {
    const here = wanted.filter((t) => t <= stage.until && (t > begin || (begin === 0 && t === 0)));
    const last = wanted[wanted.length - 1];
    const needed = last > stage.until && here[here.length - 1] !== stage.until ? [...here, stage.until] : here;
    if (needed.length > 0) {
      const done = finished(
        oneStage(
          stage,
          begin,
          { axis, mass },
          needed.map((t) => t - begin),
        ),
      );
      const frames = done.value.frames.map((frame, i) => ({ ...frame, time: needed[i] }));
      pieces.push({ ...done.value, frames: frames.slice(0, here.length) });
      mass = frames[frames.length - 1].density.mass;
      steps += done.stats['steps'];
      errorEstimate += done.stats['errorEstimate'];
    }
    begin = stage.until;
  }
  const frames = pieces.flatMap((piece) => piece.frames);
  return { evolution: evolutionOf(frames, warnings), steps, errorEstimate };
}

type Run = ReturnType<typeof evolve>;

function oneStage(
  stage: Stage,
  begin: number,
  { axis, mass }: { axis: Axis; mass: Float64Array },
  times: readonly number[],
): Run {
  const generatorAt = (t: number) => generatorOnAxis(stage.linesAt(begin + t), axis).generator;
  const first = generatorAt(0);
  const density: Density = { grid: first.grid, mass };
  return stage.ramp ? evolveRamp(generatorAt, density, times) : evolve(first, density, times);
}

function finished(run: Run): Run {
  if (run.outcome !== 'converged') throw new Error(`evolve: ${run.message}`);
  return run;
}
