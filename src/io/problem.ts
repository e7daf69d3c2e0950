import type { z } from 'zod';
import { InputError } from '../num/input-error.js';
import { problemSchemaFor, type Problem } from './problem-schema.js';

/**
 * Checks the values of a problem file and fills in defaults. Throws InputError at the key path of the first fault.
 */
export function readProblem(value: unknown): Problem {
  const parsed = problemSchemaFor(value).safeParse(value);
  if (!parsed.success) throw inputError(parsed.error.issues[0], value);
  const given = parsed.data as Problem;
  const problem = { ...given, sgd: withFinalRate(given.sgd) };
  checkTemperature(problem);
  const family = 'family' in problem.model && problem.model.family === 'diagonal-linear';
  const coordinates = problem.coordinates ?? (family ? 'reduced' : 'parameters');
  if (coordinates === 'reduced' && !family) {
    throw new InputError('coordinates', 'reduced with a model family', 'reduced with an expression', 'Use parameters.');
  }
  return { ...problem, coordinates };
}

/** T = η/S of a problem. */
export function temperatureOf({ sgd }: Problem): number {
  return sgd.temperature ?? (sgd.learningRate as number) / (sgd.batchSize as number);
}

/**
 * The initial laws of a problem by parameter, for commands that start from laws and numbers only.
 * Throws InputError for an earlier result and for values of a file.
 */
export function initialLaws({ initial }: Problem): Readonly<Record<string, string | number>> | undefined {
  if (initial === undefined) return undefined;
  const cure = 'Give normal(0, 0.3) or a number for each parameter.';
  const table = Object.entries(initial).find(([, law]) => typeof law === 'object');
  if (table !== undefined)
    throw new InputError(`initial.${table[0]}`, 'a law or a number for this command', 'values of a file', cure);
  return initial as Readonly<Record<string, string | number>>;
}

/** With a schedule, `learningRate` is the last one: what commands without time use. */
function withFinalRate(sgd: Problem['sgd']): Problem['sgd'] {
  const { schedule, learningRate, temperature } = sgd;
  if (schedule === undefined) return sgd;
  if (temperature !== undefined) {
    const cure = 'Give batchSize beside the schedule.';
    throw new InputError('sgd.schedule', 'a batch size beside it', 'a temperature', cure);
  }
  schedule.forEach(({ until }, i) => {
    const begin = i === 0 ? 0 : schedule[i - 1].until;
    if (until > begin) return;
    throw new InputError(
      `sgd.schedule.${i}.until`,
      `a time after ${begin}`,
      String(until),
      'Ends of segments must ascend.',
    );
  });
  const last = schedule[schedule.length - 1].learningRate;
  const rate = typeof last === 'number' ? last : last.to;
  if (learningRate !== undefined && learningRate !== rate) {
    const cure = 'Leave it out: the schedule gives the learning rates.';
    throw new InputError('sgd.learningRate', `none, or the last of the schedule, ${rate}`, String(learningRate), cure);
  }
  return { ...sgd, learningRate: rate };
}

function checkTemperature({ sgd }: Problem): void {
  const { temperature, learningRate, batchSize, modifiedLoss } = sgd;
  const cure = 'Give learningRate and batchSize, or temperature alone.';
  if (temperature !== undefined && (learningRate !== undefined || batchSize !== undefined)) {
    throw new InputError('sgd.temperature', 'temperature or learningRate and batchSize', 'both', cure);
  }
  if (temperature === undefined && (learningRate === undefined || batchSize === undefined)) {
    const missing = learningRate === undefined ? 'learningRate' : 'batchSize';
    throw new InputError('sgd', 'learningRate and batchSize, or temperature', `no ${missing}`, cure);
  }
  if (temperature !== undefined && modifiedLoss === true) {
    throw new InputError(
      'sgd.modifiedLoss',
      'a learning rate beside it',
      'temperature alone',
      'Give learningRate and batchSize, or modifiedLoss: paper.',
    );
  }
}

type Issue = z.core.$ZodIssue;

/** One fault that the schema found, as `path: expectation, got value. Cure.` */
function inputError(issue: Issue, value: unknown): InputError {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const where = [...path, issue.keys[0]].join('.');
    return new InputError(
      where,
      `a key that ${path.join('.') || 'a problem'} has`,
      `«${issue.keys[0]}»`,
      'See sgdfp schema, or mind the spelling.',
      -1,
    );
  }
  const got = described(valueAt(value, issue.path));
  const where = path.join('.') || 'problem';
  const cure = got === 'nothing' ? 'Add it; sgdfp schema lists the keys.' : 'See sgdfp schema.';
  return new InputError(where, expectation(issue), got, cure);
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return (
        { int: 'a whole number', object: 'a table', record: 'a table', array: 'a list' }[issue.expected as string] ??
        `a ${issue.expected}`
      );
    case 'too_small':
      return bound(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum);
    case 'too_big':
      return bound(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum);
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return issue.errors
        .flat()
        .map(expectation)
        .filter((text, i, all) => all.indexOf(text) === i)
        .join(' or ');
    case 'invalid_key':
      return 'a name of letters, digits and _';
    default:
      return issue.message;
  }
}

function bound(origin: string, relation: string, limit: number | bigint): string {
  return origin === 'array' || origin === 'string'
    ? `${relation} ${limit} entries`
    : `a number ${relation === 'more than' ? '>' : relation === 'at least' ? '≥' : relation === 'at most' ? '≤' : '<'} ${limit}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (v, key) => (typeof v === 'object' && v !== null ? (v as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}

/** A value as it reads in a message. */
function described(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a table';
  return typeof value === 'string' ? `«${value.length > 60 ? `${value.slice(0, 60)}…` : value}»` : String(value);
}
