import { program } from '../../cli/program.js';

/** Runs the command in this process, from its sources: a second less than starting one. Standard input is not given. */
export async function inProcess(
  folder: string,
  args: readonly string[],
): Promise<{ code: number | string | null | undefined; out: string; err: string }> {
  const [here, { stdout, stderr }] = [process.cwd(), process];
  const writes = [stdout.write, stderr.write] as const;
  const texts = ['', ''];
  const capture =
    (k: number) =>
    (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      texts[k] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      const done = rest.at(-1);
      if (typeof done === 'function') (done as () => void)();
      return true;
    };
  process.chdir(folder);
  process.exitCode = undefined;
  stdout.write = capture(0);
  stderr.write = capture(1);
  try {
    await program(args);
    return { code: process.exitCode ?? 0, out: texts[0], err: texts[1] };
  } finally {
    [stdout.write, stderr.write] = writes;
    process.exitCode = undefined;
    process.chdir(here);
  }
}
