import { expect, test } from 'vitest';
import { momentsReport } from '../../src/view/moments-report.js';
import { labelNoise } from '../io/sample-documents.js';

test('momentsReport is a page of tables', () => {
  const document = labelNoise({ cells: 3 });
  const page = momentsReport({ ...document, command: 'moments', result: document.result.moments! });
  expect(page).toContain('T = 0.25 = 0.25 T<sub>c</sub>');
  expect(page).toContain('<th scope="row">α₃</th><td>Var[xy]</td><td>1</td>');
  expect(page).toContain('<th scope="row">sgd.batchSize</th><td>4</td>');
  expect(page).not.toContain('id="plotly"');
});
