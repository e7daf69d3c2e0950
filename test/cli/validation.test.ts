import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresDocument } from '../../cli/figures-document.js';
import { withLoadedProblem } from '../../cli/load.js';
import { regimesDocument } from '../../cli/regimes-document.js';
import { validationDocument } from '../../cli/validate-document.js';
import { problemValidation } from '../../cli/validate-problem.js';
import { runStudies } from '../../cli/validate-threads.js';
import { describeFigures } from '../../src/view/figures-text.js';
import { describeRegimes } from '../../src/view/regimes-text.js';
import { describeValidation } from '../../src/view/validation-text.js';
import { equal } from '../../validation/study.js';
import { newFolder } from './sgdfp.js';

const folder = newFolder();
const STANDARD = `model: {family: diagonal-linear, depth: 1}
data: {x: "normal(0, 1)", e: "normal(0, 1)", y: x + e}
sgd: {temperature: 0.15}
`;
const TANH = `model: {parameters: [v], prediction: tanh(v*x)}
data: {x: "normal(0, 1)", e: "normal(0, 1)", y: x + e}
sgd: {temperature: 0.1}
`;
writeFileSync(join(folder, 'two.yaml'), STANDARD);
writeFileSync(join(folder, 'tanh.yaml'), TANH);
const regimes = (...set: string[]) => withLoadedProblem(join(folder, 'two.yaml'), set, regimesDocument);

describe('regimes', () => {
  it.each([
    [0.05, 'I', 0.886405],
    [0.15, 'IIa', 0],
    [0.25, 'IIb', 0],
    [0.5, 'IIIb', 0],
  ])('T = %d: %s', async (temperature, regime, mode) => {
    const { result } = await regimes(`sgd.temperature=${temperature}`);
    expect(result.regime).toBe(regime);
    expect(result.mode).toBeCloseTo(mode, 5);
    expect(result.criticalTemperature).toBeCloseTo(1 / 3, 12);
    expect(result.transitionalTemperature).toBeCloseTo(1 / (2 * Math.sqrt(42) - 8), 12);
  });

  it('says where there are none', async () => {
    const deep = await regimes('model.depth=2');
    expect(deep.result).toMatchObject({ regime: null, criticalTemperature: null, transitionalTemperature: null });
    expect(deep.warnings.join()).toMatch(/no five regimes: model\.depth: depth 1, got 2/);
    expect(describeRegimes(deep)).toContain('no regime');
    expect((await regimes('data.y=x')).warnings.join()).toMatch(/gradient noise at every v/);
    expect((await regimes('data.e="normal(0, 0.2)"')).result.transitionalTemperature).toBeNull();
    expect(describeRegimes(await regimes())).toMatch(/regime IIa: .*\n.*T +temperature.* 0\.15/);
  });
});

describe('validate', () => {
  it('runs chosen studies', async () => {
    const { document, results } = await validationDocument({ only: ['wrong-sign'], workers: 1 });
    expect(document.result).toMatchObject({ failed: 0, held: 4 });
    expect(results.map(({ study }) => study.name)).toEqual(['wrong-sign-chains']);
    expect(describeValidation(document)).toMatch(/wrong-sign-chains {2}4 hold[\s\S]*4 checks: 4 hold, 0 fail/);
  });

  it('refuses scales and names', async () => {
    await expect(validationDocument({ scale: 0.5 })).rejects.toThrow(/--scale: a number from 1 to 1000, got 0.5/);
    await expect(validationDocument({ only: ['zzz'] })).rejects.toThrow(
      /--only: a part of the name of a study, got zzz/,
    );
  });

  it('keeps the order of the studies and lets errors through', async () => {
    const study = (name: string, cost: number) => ({
      name,
      claim: '',
      reference: '',
      cost,
      run: () => [equal(name, 1, 1, 0)],
    });
    const run = await runStudies([study('a', 1), study('b', 5)], { scale: 1, workers: 1 });
    expect(run.map(({ checks }) => checks[0].claim)).toEqual(['a', 'b']);
    const broken = { ...study('c', 1), run: () => { throw new Error('broken'); } }; // prettier-ignore
    await expect(runStudies([broken], { scale: 1, workers: 1 })).rejects.toThrow('broken');
  });

  it('tries whatever applies to a problem and says what does not', async () => {
    const document = await withLoadedProblem(join(folder, 'tanh.yaml'), [], (l) => problemValidation(l, {}));
    expect(document.result.failed).toBe(0);
    const studies = new Set(document.result.checks.map(({ study }) => study));
    expect([...studies].sort()).toEqual(['evolution', 'generator', 'gradient']);
    const reasons = Object.fromEntries(document.result.notApplicable!.map(({ study, reason }) => [study, reason]));
    expect(reasons['closed-form']).toMatch(/diagonal-linear family/);
    expect(reasons['law-of-balance']).toMatch(/no rescaling symmetry/);
    expect(describeValidation(document)).toMatch(/f = tanh\(v\*x\) · validation[\s\S]*regime {2}does not apply/);
  });
});

describe('figures', () => {
  it('are written with a gallery and never over others', async () => {
    const place = join(folder, 'figures');
    const document = await figuresDocument('balance', { folder: place, png: false });
    const [figure] = document.result.figures;
    expect(existsSync(figure.file) && existsSync(document.result.gallery)).toBe(true);
    expect(describeFigures(document)).toContain('balance.html');
    await expect(figuresDocument('balance', { folder: place, png: false })).rejects.toThrow(/--out: new files/);
    await expect(figuresDocument('fig9', {})).rejects.toThrow(/name: one of balance, .*got fig9/);
    writeFileSync(join(folder, 'file'), '');
    await expect(figuresDocument('balance', { folder: join(folder, 'file') })).rejects.toThrow(/--out: a folder/);
  });
});
