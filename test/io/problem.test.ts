import { describe, expect, it } from 'vitest';
import { readProblem, temperatureOf } from '../../src/io/problem.js';
import { problemJsonSchema } from '../../src/io/problem-schema.js';
import { placeOf, readProblemText, setValue } from '../../src/io/problem-text.js';

const TEXT = `model: {family: diagonal-linear, depth: 2}
data:
  x: normal(0, 1)
  y: 1.2*x
sgd:
  learningRate: 0.1
  batchSize: 4
`;
const read = (text: string) => readProblem(readProblemText(text).value);
/** TEXT with one piece replaced. */
const changed = (from: string, to: string) => read(TEXT.replace(from, to));

describe('readProblem', () => {
  it('fills in defaults', () => {
    const problem = read(TEXT);
    expect(problem).toMatchObject({
      model: { family: 'diagonal-linear', depth: 2, width: 1 },
      sgd: { weightDecay: 0, modifiedLoss: false },
      coordinates: 'reduced',
      grid: 'auto',
    });
    expect(temperatureOf(problem)).toBeCloseTo(0.025, 15);
  });

  it('takes JSON, inline rows, CSV with its default columns, and laws called csv or rows', () => {
    expect(read(JSON.stringify(readProblemText(TEXT).value))).toEqual(read(TEXT));
    const data = (text: string) => changed('data:\n  x: normal(0, 1)\n  y: 1.2*x', `data: ${text}`).data;
    expect(data('{rows: {x: [1, 2], y: [3, 4]}}')).toEqual({ rows: { x: [1, 2], y: [3, 4] } });
    expect(data('{csv: a.csv}')).toEqual({ csv: 'a.csv', columns: { x: 'x', y: 'y' } });
    expect(data('{csv: "normal(0, 1)", rows: "2*csv"}')).toEqual({ csv: 'normal(0, 1)', rows: '2*csv' });
  });

  it('takes expression models in parameter coordinates', () => {
    const problem = changed('{family: diagonal-linear, depth: 2}', '{parameters: [u, w], prediction: u*w*x}');
    expect(problem.coordinates).toBe('parameters');
    const loss = changed('{family: diagonal-linear, depth: 2}', '{parameters: [u], loss: (u*x - y)^2, let: {h: u*x}}');
    expect(loss.model).toMatchObject({ loss: '(u*x - y)^2' });
  });

  const wrong: [string, string, RegExp][] = [
    ['depth: 2', 'depth: 1.5', /^model\.depth: a whole number, got 1\.5\./],
    ['depth: 2', 'depth: -1', /^model\.depth: a number ≥ 0, got -1\./],
    ['depth: 2', 'depht: 2', /^model\.depht: a key that model has, got «depht»\./],
    ['diagonal-linear', 'circular', /^model\.family: one of diagonal-linear, got «circular»\./],
    ['batchSize: 4', 'batchSize: -4', /^sgd\.batchSize: a number ≥ 1, got -4\./],
    ['batchSize: 4', 'batchSize: many', /^sgd\.batchSize: a number, got «many»\./],
    ['learningRate: 0.1', 'learningRate: 0', /^sgd\.learningRate: a number > 0, got 0\./],
    ['batchSize: 4', 'temperature: 1', /^sgd\.temperature: temperature or learningRate and batchSize, got both\./],
    ['  batchSize: 4\n', '', /^sgd: learningRate and batchSize, or temperature, got no batchSize\./],
    ['batchSize: 4', 'batchSize: 4\n  modifiedLoss: maybe', /^sgd\.modifiedLoss: .* got «maybe»\./],
    ['sgd:', 'sdg:', /^sdg: a key that a problem has, got «sdg»|^sgd: a table, got nothing/],
    ['x: normal(0, 1)', 'x: [1, 2]', /^data\.x: .* got a list of 2\./],
    ['1.2*x', '1.2*x\ngrid: {v: {kind: log, cells: 1}}', /^grid\.v\.cells: a number ≥ 2, got 1\./],
    [
      '1.2*x',
      '1.2*x\ngrid: {v: {kind: spiral, cells: 9}}',
      /^grid\.v\.kind: one of uniform, log, signed-log, sinh, algebraic, got «spiral»\./,
    ],
    ['1.2*x', '1.2*x\ngrid: fine', /^grid: .* got «fine»\./],
  ];
  for (const [from, to, message] of wrong) {
    it(`refuses ${JSON.stringify(to)}`, () => expect(() => changed(from, to)).toThrow(message));
  }

  it('wants a learning rate for the modified loss, and a family for reduced coordinates', () => {
    expect(() => changed('learningRate: 0.1\n  batchSize: 4', 'temperature: 0.1\n  modifiedLoss: true')).toThrow(
      /^sgd\.modifiedLoss: a learning rate beside it, got temperature alone\./,
    );
    expect(() =>
      read(
        `coordinates: reduced\n${TEXT.replace('{family: diagonal-linear, depth: 2}', '{parameters: [u], prediction: u*x}')}`,
      ),
    ).toThrow(/^coordinates: reduced with a model family/);
  });
});

describe('readProblemText', () => {
  it('locates values and keys', () => {
    const { locate } = readProblemText(TEXT);
    expect(locate('sgd.batchSize', 'value')).toEqual({ line: 7, column: 14 });
    expect(locate('sgd.batchSize', 'key')).toEqual({ line: 7, column: 3 });
    expect(locate('data.y', 'value')).toEqual({ line: 4, column: 6 });
    // What is not there is told at the nearest key above.
    expect(locate('sgd.momentum', 'value')).toEqual({ line: 5, column: 1 });
    expect(readProblemText('data: {rows: {x: [1, 2]}}').locate('data.rows.x.1', 'value')).toEqual({
      line: 1,
      column: 22,
    });
  });

  it('refuses wrong syntax and empty files with the place', () => {
    expect(() => readProblemText('model: {a: 1\nb: [')).toThrow(/^syntax: YAML or JSON, got «/);
    expect(() => readProblemText('')).toThrow(/^problem: a problem with model, data and sgd, got an empty file\./);
    expect(() => readProblemText('# nothing\n')).toThrow(/an empty file/);
    expect(placeOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
  });
});

describe('setValue', () => {
  it('puts numbers, texts and new tables in a copy', () => {
    const problem = { sgd: { batchSize: 4 } };
    expect(setValue(problem, 'sgd.batchSize=8')).toEqual({ sgd: { batchSize: 8 } });
    expect(setValue(problem, 'data.y=1.5*x+e')).toEqual({ sgd: { batchSize: 4 }, data: { y: '1.5*x+e' } });
    expect(setValue(problem, 'grid={v: {kind: log}}')).toMatchObject({ grid: { v: { kind: 'log' } } });
    expect(problem).toEqual({ sgd: { batchSize: 4 } });
  });
  it('refuses what is no assignment', () => {
    expect(() => setValue({}, 'sgd.batchSize')).toThrow(/^--set: key\.path=value, got sgd\.batchSize\./);
    expect(() => setValue({ sgd: 3 }, 'sgd.batchSize=1')).toThrow(/^--set sgd\.batchSize: a path through tables/);
  });
});

describe('problemJsonSchema', () => {
  it('describes all three forms of model and data', () => {
    const text = JSON.stringify(problemJsonSchema());
    for (const key of ['diagonal-linear', 'prediction', 'loss', 'csv', 'rows', 'weightDecay', 'signed-log'])
      expect(text).toContain(key);
    expect(problemJsonSchema()).toMatchObject({
      type: 'object',
      required: ['model', 'data', 'sgd'],
      additionalProperties: false,
    });
  });
});
