import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { studies } from '../../validation/all-studies.js';
import { reportSection } from '../../validation/study-report.js';

const report = readFileSync(new URL('../../validation/REPORT.md', import.meta.url), 'utf8');

/** Runs the studies whose number leaves `rest` when divided by `parts`, at scale 1, and looks for each in the report. */
export function tryStudies(rest: number, parts: number): void {
  test.each(studies.filter((_, i) => i % parts === rest).map((study) => [study.name, study] as const))(
    '%s',
    (_, study) => {
      const checks = study.run(1);
      expect(checks.filter(({ holds }) => !holds)).toEqual([]);
      expect(checks.length).toBeGreaterThan(0);
      expect(report, 'Run: sgdfp validate --out validation/REPORT.md --force').toContain(
        reportSection({ study, checks }),
      );
    },
  );
}
