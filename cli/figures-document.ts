import { access, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FiguresDocument } from '../src/io/figures-document.js';
import { InputError } from '../src/num/input-error.js';
import { galleryPage, illustrationPage, type GalleryEntry } from '../src/view/illustration-page.js';
import { illustrations, type Illustration } from '../validation/figures/index.js';
import { chromiumPath, photograph } from './chromium.js';
import { reason } from './load.js';
import { plotlySource } from './plotly-source.js';
import { progress } from './progress.js';
import { version } from './version.js';

/** Where and how figures are written. */
export interface FiguresChoices {
  /** Folder, made if it is not there; default `figures`. */
  readonly folder?: string;
  readonly force?: boolean;
  /** Whether to take pictures where there is a Chromium; default true. */
  readonly png?: boolean;
}

/** Width of a picture, and the height of its head and of each row of two panels. */
const WIDTH = 1280;
const [HEAD, ROW] = [240, 530];

/** Draws illustrations into a folder, each as a page and a picture, with a gallery. Throws InputError for an unknown name. */
export async function figuresDocument(name: string | undefined, choices: FiguresChoices): Promise<FiguresDocument> {
  const started = performance.now();
  const { folder = 'figures', force = false, png = true } = choices;
  const chosen = illustrations.filter((figure) => name === undefined || figure.name === name);
  if (chosen.length === 0) {
    const names = illustrations.map((figure) => figure.name).join(', ');
    throw new InputError('name', `one of ${names}`, String(name), 'Leave it out to draw all.');
  }
  await openFolder(folder, chosen, force);
  const plotly = await plotlySource();
  const chromium = png ? chromiumPath() : null;
  const bar = progress('figures');
  const entries: GalleryEntry[] = [];
  for (const [k, figure] of chosen.entries()) {
    bar.update(k / chosen.length, figure.name);
    entries.push(await writeOne(figure, { folder, plotly, chromium }));
  }
  bar.end();
  const gallery = join(folder, 'index.html');
  await writeFile(gallery, galleryPage(await galleryOf(folder), version()));
  const warnings = png && chromium === null ? ['There is no Chromium on PATH, so no pictures were taken.'] : [];
  return {
    command: 'figures',
    version: version(),
    problem: {},
    result: {
      figures: entries.map(({ name: own, file, picture, reference }) => ({
        name: own,
        file: resolve(folder, file),
        ...(picture !== null && { picture: resolve(folder, picture) }),
        reference,
      })),
      gallery: resolve(gallery),
    },
    warnings,
    stats: { milliseconds: performance.now() - started },
  };
}

/** Makes the folder and checks that nothing in it would be overwritten. */
async function openFolder(folder: string, figures: readonly Illustration[], force: boolean): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new InputError('--out', 'a folder', `${reason(error)} (${folder})`, 'Choose another.');
  });
  if (force) return;
  for (const file of figures.map(({ name }) => `${name}.html`)) {
    const there = await exists(join(folder, file));
    if (there)
      throw new InputError('--out', 'new files', `${file} in ${folder}`, 'Choose another folder or add --force.');
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Every illustration that stands in the folder, also from earlier runs. */
async function galleryOf(folder: string): Promise<GalleryEntry[]> {
  const found = await Promise.all(
    illustrations.map(async ({ name, title, reference, caption }): Promise<GalleryEntry[]> => {
      const [file, picture] = [`${name}.html`, `${name}.png`];
      if (!(await exists(join(folder, file)))) return [];
      return [
        { name, title, reference, caption, file, picture: (await exists(join(folder, picture))) ? picture : null },
      ];
    }),
  );
  return found.flat();
}

interface Studio {
  readonly folder: string;
  readonly plotly: string;
  readonly chromium: string | null;
}

async function writeOne(figure: Illustration, { folder, plotly, chromium }: Studio): Promise<GalleryEntry> {
  const { name, title, reference, caption } = figure;
  const panels = figure.draw();
  const file = `${name}.html`;
  await writeFile(
    join(folder, file),
    illustrationPage({ title, reference, caption, panels, plotly, version: version() }),
  );
  const picture = chromium === null ? null : `${name}.png`;
  if (chromium !== null && picture !== null) {
    const height = HEAD + ROW * Math.ceil(panels.length / 2);
    await photograph(chromium, pathToFileURL(resolve(folder, file)), resolve(folder, picture), [WIDTH, height]);
  }
  return { name, title, reference, caption, file, picture };
}
