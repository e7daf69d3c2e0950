import { describe, expect, it } from 'vitest';
import { balanceReport } from '../../src/view/balance-report.js';
import { networkDocument, planeDocument } from './balance-documents.js';

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

describe('balanceReport', () => {
  it('holds the figures of a result for two parameters', () => {
    const page = balanceReport(planeDocument(), { plotly: 'PLOTLY' });
    expect(page).toMatch(/^<!doctype html>/);
    // Manifold, law of balance, flow.
    expect(count(page, /class="plot"/g)).toBe(3);
    expect(page).toMatch(/mind the gap/);
    expect(page).toMatch(/0, 1: No balanced point: w collapses\./);
    expect(page).toMatch(/PLOTLY/);
  });
  it('holds the figures of a network', () => {
    const page = balanceReport(networkDocument(), { plotly: '' });
    expect(count(page, /class="plot"/g)).toBe(2);
    expect(page).toMatch(/two-layer relu network 2 → 3 → 1 with bias/);
    expect(page).toMatch(/neuron 2: A dead neuron\./);
  });
});
