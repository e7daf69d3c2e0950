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
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' } } },
);
