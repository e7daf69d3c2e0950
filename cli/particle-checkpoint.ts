import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { InputError } from '../src/num/input-error.js';
import { joinEnsembles } from '../solvers/particles/partition.js';
import type { Ensemble } from '../solvers/particles/simulate.js';
import { reason } from './load.js';
import type { ParticlePlan } from './particle-plan.js';

interface Checkpoint {
  readonly format: typeof FORMAT;
  readonly fingerprint: string;
  readonly ensemble: Ensemble;
}

const FORMAT = 'sgdfp particles 2';

/**
 * What must agree for one run to be the continuation of another: everything but the number of steps and of workers. As JSON, because
 * `serialize` writes one number in two ways, depending on how the engine happens to hold it.
 */
function fingerprintOf({ setup, particles, seed }: ParticlePlan): string {
  const digest = (data: string | Float64Array): string => createHash('sha256').update(data).digest('hex');
  const text = JSON.stringify([setup, particles, seed], (_, value: unknown) =>
    value instanceof Float64Array ? digest(value) : value,
  );
  return digest(text);
}

/** Writes the ensemble so that `--resume` can go on from it; an older checkpoint is replaced in one step. */
export async function writeCheckpoint(file: string, plan: ParticlePlan, parts: readonly Ensemble[]): Promise<void> {
  const checkpoint: Checkpoint = { format: FORMAT, fingerprint: fingerprintOf(plan), ensemble: joinEnsembles(parts) };
  const fail = (error: NodeJS.ErrnoException): never => {
    throw new InputError('--checkpoint', 'a file one may write', `${reason(error)} (${file})`, 'Choose another.');
  };
  await writeFile(`${file}.part`, serialize(checkpoint)).catch(fail);
  await rename(`${file}.part`, file).catch(fail);
  process.stderr.write(`wrote ${file}\n`);
}

/**
 * The ensemble of a checkpoint. Throws InputError for a file that is none, one of another problem or with other options, and one that
 * has gone as far as is asked for.
 */
export async function readCheckpoint(file: string, plan: ParticlePlan): Promise<Ensemble> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new InputError('--resume', 'a checkpoint', `${reason(error)} (${file})`, 'Check the path.');
  });
  const checkpoint = parsed(bytes);
  if (checkpoint === null) {
    throw new InputError('--resume', 'a checkpoint', `another file (${file})`, 'Name what --checkpoint wrote.');
  }
  if (checkpoint.fingerprint !== fingerprintOf(plan)) {
    const cure = 'Give the problem and the options of the first run; only --steps, --time and --workers may differ.';
    throw new InputError('--resume', 'a checkpoint of this run', 'one of another', cure);
  }
  const { step } = checkpoint.ensemble.chains;
  if (step >= plan.steps) {
    const got = `one of ${step} steps for ${plan.steps}`;
    throw new InputError('--resume', 'a checkpoint with steps left', got, 'Ask for more steps.');
  }
  return checkpoint.ensemble;
}

/** What the file holds, if it is a checkpoint. */
function parsed(bytes: Buffer): Checkpoint | null {
  try {
    const value: unknown = deserialize(bytes);
    const checkpoint = value as Checkpoint | null;
    return typeof value === 'object' && checkpoint?.format === FORMAT ? checkpoint : null;
  } catch {
    return null;
  }
}
