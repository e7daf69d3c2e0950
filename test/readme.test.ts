import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sgdfp } from './cli/sgdfp.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
/** Contents of the fenced blocks of one language, in order. */
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text);

describe('README', () => {
  it('prints what its program prints', () => {
    const [program] = blocks('js');
    // Inside the package, so that it finds itself by name as it would when installed.
    const folder = mkdtempSync(join(root, 'dist', 'readme-'));
    try {
      writeFileSync(join(folder, 'program.mjs'), program);
      const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'program.mjs')], { encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(stdout).toBe(blocks('text')[0]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('shows a command with its real output', () => {
    const [transcript] = blocks('console');
    const [prompt, ...expected] = transcript.trimEnd().split('\n');
    const { out } = sgdfp(root, prompt.replace('$ npx sgdfp ', '').split(' '));
    // The last digit of an error at rounding level may differ between machines.
    const settled = (text: string): string => text.replace(/largest log error \S+/, 'largest log error');
    expect(settled(out.trimEnd())).toBe(settled(expected.join('\n')));
  });

  it('has a problem file that is valid', () => {
    const [problem] = blocks('yaml');
    expect(sgdfp(root, ['stationary', '-', '--json'], problem).code).toBe(0);
  });

  it('names the commands that package.json has, and files that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const [, script] of readme.matchAll(/npm (?:run )?(start|test|bench)\b/g))
      expect(scripts[script]).toBeDefined();
    for (const [, path] of readme.matchAll(/\]\((?!https?:)([^)]+)\)/g))
      expect(existsSync(join(root, path)), path).toBe(true);
    for (const [, path] of readme.matchAll(/`(test\/[^`]+\.ts)`/g))
      expect(existsSync(join(root, path)), path).toBe(true);
  });

  it('is tested by CI with exactly its own command', () => {
    const ci = readFileSync(join(root, '.ci/run'), 'utf8');
    expect(ci).toContain('npm ci && npm test');
    expect(readme).toContain('npm ci && npm test');
  });
});
