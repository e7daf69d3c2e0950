import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'assembly/', 'solvers/wasm/*.wasm.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      // Typed arrays are indexed millions of times; the compiler option that would make `!` unnecessary is off.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      'no-implicit-globals': 'error',
      eqeqeq: 'error',
    },
  },
  // References of 20 digits say more than a double holds; rounding them is meant.
  { files: ['test/**', 'src/num/**', 'bench/**'], rules: { 'no-loss-of-precision': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' } },
  },
);
