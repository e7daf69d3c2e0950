import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { studies } from '../../validation/all-studies.js';
import { studyReport } from '../../validation/study-report.js';
import { tryStudies } from './study-trial.js';

const folder = new URL('../../validation/studies/', import.meta.url);

tryStudies(1, 2);

test('every file of the folder that holds a study is listed, under its own name', () => {
  const holding = readdirSync(folder).filter((file) =>
    readFileSync(new URL(file, folder), 'utf8').includes(': Study = {'),
  );
  expect(studies.map(({ name }) => `${name}.ts`).sort()).toEqual(holding.sort());
  expect(holding.length).toBeGreaterThan(40);
});

test('the report has no section of a study that is gone, and counts its checks', () => {
  const report = readFileSync(new URL('../../validation/REPORT.md', import.meta.url), 'utf8');
  const sections = [...report.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
  expect(sections).toEqual(studies.map(({ name }) => name));
  const rows = report.match(/ (holds|\*\*fails\*\*) \|$/gm) ?? [];
  expect(report).toContain(`${studies.length} studies with ${rows.length} checks: ${rows.length} hold, 0 fail.`);
  expect(studyReport([], 1)).toContain('0 studies with 0 checks');
});
