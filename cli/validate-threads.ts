import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Check, Study } from '../validation/study.js';
import type { StudyResult } from '../validation/study-report.js';
import { progress } from './progress.js';
import type { ValidateAnswer, ValidateOrder } from './validate-worker.js';
import { packageFolder } from './version.js';

/** How to run studies. */
export interface StudyRun {
  readonly scale: number;
  /** Threads; default: one per core. With 1, or where the program was not built, all runs in this thread. */
  readonly workers?: number;
}

/** Runs studies on worker threads, dearest first, with progress. Results keep the order of the studies. */
export async function runStudies(studies: readonly Study[], { scale, workers }: StudyRun): Promise<StudyResult[]> {
  const file = new URL('dist/cli/validate-worker.js', packageFolder());
  const threads = Math.min(workers ?? availableParallelism(), studies.length);
  const bar = progress(`validate, scale ${scale}`);
  const waiting = studies.map((study, place) => ({ study, place })).sort((a, b) => a.study.cost - b.study.cost);
  const whole = studies.reduce((sum, { cost }) => sum + cost, 0);
  const results: StudyResult[] = [];
  let spent = 0;
  const done = (study: Study, place: number, checks: readonly Check[]): void => {
    results[place] = { study, checks };
    spent += study.cost;
    bar.update(spent / whole, study.name);
  };
  try {
    if (threads <= 1 || !existsSync(file)) {
      for (const { study, place } of waiting.reverse()) done(study, place, study.run(scale));
      return results;
    }
    const work = async (): Promise<void> => {
      const thread = new Worker(file);
      try {
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
          done(next.study, next.place, await ask(thread, { name: next.study.name, scale }));
        }
      } finally {
        await thread.terminate();
      }
    };
    await Promise.all(Array.from({ length: threads }, work));
    return results;
  } finally {
    bar.end();
  }
}

function ask(thread: Worker, order: ValidateOrder): Promise<readonly Check[]> {
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('message', (answer: ValidateAnswer) => {
      thread.removeListener('error', reject);
      if ('checks' in answer) resolve(answer.checks);
      else reject(new Error(`${order.name}: ${answer.fault}`));
    });
    thread.postMessage(order);
  });
}
