import { readdirSync } from 'node:fs';

/** One row of a benchmark: best time over its runs. */
interface Row {
  readonly name: string;
  readonly milliseconds: number;
  readonly detail: string;
}

// Runs every file of this folder (or those named on the command line) and prints its rows.
const wanted = process.argv.slice(2);
const files = readdirSync(new URL('.', import.meta.url)).filter((f) => f.endsWith('.js') && f !== 'main.js');
for (const file of files.filter((f) => wanted.length === 0 || wanted.includes(f.replace('.js', '')))) {
  const { run } = (await import(new URL(file, import.meta.url).href)) as { run?: () => Row[] | Promise<Row[]> };
  if (run === undefined) continue;
  for (const { name, milliseconds, detail } of await run()) {
    console.log(`${name.padEnd(44)} ${milliseconds.toFixed(3).padStart(11)} ms   ${detail}`);
  }
}
