import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const NODE_GLOBALS = Object.fromEntries(
  ['process', 'console', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'URL'].map(
    (name) => [name, 'readonly'],
  ),
);

export default tseslint.config(
  { ignores: ['.next/', '.pages-*/', '.start/', '.data*/', 'data/', 'public/', 'db/migrations/'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: { globals: { ...NODE_GLOBALS, module: 'readonly', require: 'readonly' } },
  },
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      // Cleaning text out of other people's files is about control characters.
      'no-control-regex': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['app/**/*.{ts,tsx}'],
    ...reactHooks.configs.flat['recommended-latest'],
  },
  {
    files: ['app/**/*.{ts,tsx}'],
    rules: { 'react-hooks/incompatible-library': 'off' },
  },
  {
    // Rendered once on the server: the clock is one of their inputs.
    files: ['app/**/{page,layout,default,not-found}.tsx', 'app/_server/**'],
    rules: { 'react-hooks/purity': 'off' },
  },
  {
    // A test tells a story and a table is a table: their length is not a sign of trouble.
    files: [
      '**/*.{test,prove,spec}.{ts,tsx}',
      ...['e2e/**', 'bench/**', 'db/seed/**', 'contract/*-texts.ts'],
    ],
    rules: { 'max-lines': 'off' },
  },
);
