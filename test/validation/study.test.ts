import { describe, expect, it } from 'vitest';
import { atLeast, atMost, equal, equalRelative } from '../../validation/study.js';
import { measuredText, reportSection } from '../../validation/study-report.js';

describe('checks', () => {
  it('follow from their numbers', () => {
    expect(equal('a', 1.01, 1, 0.02).holds).toBe(true);
    expect(equal('a', 1.03, 1, 0.02).holds).toBe(false);
    expect(equalRelative('a', -102, -100, 0.03)).toMatchObject({ tolerance: 3, holds: true });
    expect(atMost('a', 2, 2).holds).toBe(true);
    expect(atLeast('a', 1.9, 2).holds).toBe(false);
  });
  it('fail where something is no number', () => {
    for (const check of [equal('a', NaN, 1, 1), equal('a', 1, NaN, 1), atMost('a', NaN, 1), atLeast('a', NaN, 0)]) {
      expect(check.holds).toBe(false);
    }
  });
});

describe('the report', () => {
  it('rounds to what matters, so that rounding errors do not show', () => {
    expect(measuredText(atMost('a', 3.1e-16, 1e-9))).toBe(measuredText(atMost('a', 8.7e-15, 1e-9)));
    expect(measuredText(atMost('a', 3e-10, 1e-9))).toBe('≤ 1e-9');
    expect(measuredText(atMost('a', 0.123456, 0.5))).toBe('0.123');
    expect(measuredText(equal('a', 1.23456789, 1.23, 0.01))).toBe('1.235');
    expect(measuredText(equal('a', 3e-15, 0, 1e-9))).toBe('0');
    expect(measuredText(atLeast('a', Infinity, 1))).toBe('Infinity');
  });
  it('escapes bars and marks failures', () => {
    const study = { name: 's', claim: 'c', reference: 'r', cost: 1, run: () => [] };
    const text = reportSection({ study, checks: [equal('|x|', 2, 1, 0.1)] });
    expect(text).toContain('| \\|x\\| | 2 | = 1 ± 0.1 | **fails** |');
  });
});
