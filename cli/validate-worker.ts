import { parentPort } from 'node:worker_threads';
import { studies } from '../validation/all-studies.js';
import type { Check } from '../validation/study.js';

/** A study to run. */
export interface ValidateOrder {
  readonly name: string;
  readonly scale: number;
}

/** Its checks, or what went wrong. */
export type ValidateAnswer = { readonly checks: readonly Check[] } | { readonly fault: string };

parentPort?.on('message', ({ name, scale }: ValidateOrder) => {
  let answer: ValidateAnswer;
  try {
    answer = { checks: studies.find((study) => study.name === name)!.run(scale) };
  } catch (error) {
    answer = { fault: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
