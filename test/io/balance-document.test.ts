import { describe, expect, it } from 'vitest';
import { balanceDataset } from '../../src/io/balance-document.js';
import { toCsv } from '../../src/io/csv-table.js';
import { networkDocument, planeDocument } from '../view/balance-documents.js';

describe('balanceDataset', () => {
  it('is a table of the points', () => {
    expect(toCsv(balanceDataset(planeDocument()))).toBe('u,w,lambda,residual,noise_u,noise_w\n1,1,0.5,1e-15,3,3\n');
    const rows = toCsv(balanceDataset(networkDocument())).split('\n');
    expect(rows[0]).toBe('theta1,theta2,theta3,theta4,lambda,residual,noise_u,noise_w');
    expect(rows[2]).toBe('1,2,3,4,1.1,1e-9,12,12');
  });
  it('holds the manifold on a dimension of its own where asked', () => {
    const { variables } = balanceDataset(planeDocument(), { manifold: true });
    expect(
      variables
        .filter(({ dimensions }) => dimensions[0] === 'manifold_point')
        .map(({ name, values }) => [name, [...Array.from(values as number[])]]),
    ).toEqual([
      ['manifold_u', [-1, 1, 0, 1, 0]],
      ['manifold_w', [-1, 1, 0, 0, 1]],
    ]);
    expect(balanceDataset(networkDocument(), { manifold: true }).variables.length).toBe(8);
  });
});
