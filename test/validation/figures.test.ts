import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { galleryPage, illustrationPage } from '../../src/view/illustration-page.js';
import { illustrations } from '../../validation/figures/index.js';

const folder = new URL('../../validation/figures/', import.meta.url);

describe('illustrations', () => {
  it('are all listed', () => {
    const holding = readdirSync(folder).filter((f) =>
      readFileSync(new URL(f, folder), 'utf8').includes(': Illustration = {'),
    );
    expect(illustrations.map(({ name }) => `${name}.ts`).sort()).toEqual(holding.sort());
  });

  // The network takes seconds to train; the others are drawn here.
  it.each(illustrations.filter(({ cost }) => cost < 5).map((figure) => [figure.name, figure] as const))(
    '%s is plain data with finite curves and titled axes',
    (_, figure) => {
      const panels = figure.draw();
      expect(panels.length).toBeGreaterThan(0);
      for (const { figure: plot, title, note } of panels) {
        expect(structuredClone(plot)).toEqual(plot);
        expect(title.length * note.length).toBeGreaterThan(0);
        for (const key of ['xaxis', 'yaxis']) {
          expect((plot.layout[key] as { title: { text: string } }).title.text).toMatch(/\w/);
        }
        for (const { x, y, z } of plot.data as { x: number[]; y: number[]; z?: number[][] }[]) {
          if (z) continue;
          expect(x.length).toBe(y.length);
          expect(y.filter((value) => value !== null).length).toBeGreaterThan(2);
        }
      }
    },
  );

  it('stand on pages and in a gallery that escape what they are given', () => {
    const [figure] = illustrations;
    const panels = [{ title: 'a < b', note: 'T_c & more', figure: { data: [], layout: {} } }];
    const page = illustrationPage({ ...figure, title: '<b>', panels, plotly: '', version: '1' });
    expect(page).toContain('&lt;b&gt;');
    expect(page).toContain('T<sub>c</sub> &amp; more');
    const entry = { name: 'n', title: 't', reference: 'r', caption: 'c', file: 'n.html', picture: 'n.png' };
    const gallery = galleryPage([entry, { ...entry, picture: null }], '1');
    expect(gallery.match(/<img src="n\.png"/g)).toHaveLength(1);
    expect(gallery).toContain("img-src 'self' file: data: blob:");
  });
});
