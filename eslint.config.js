import appsync from '@aws-appsync/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const SIZE_LIMITS = {
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 40, skipComments: true }],
};

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Use named exports: one name for one thing, everywhere.',
};

const GATEWAY_RULES = {
  ...SIZE_LIMITS,
  'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-unnecessary-condition': 'error',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  eqeqeq: 'error',
};

/**
 * A runtime may take types from another, never code: each folder is deployed or run on its own.
 * Plain data is the exception, and this is the whole list of it.
 */
const PLAIN_DATA = {
  infra: '(?!tables|groups|policies/)',
  console: '(?!security-headers\\.ts$)',
};

/** Pure functions of the audit trail's formats: whoever verifies a trail reads what was sealed. */
const TRAIL_FORMATS =
  '(?!vault/(audit-keys|canonical-event|checkpoint|checkpoint-index|merkle-tree|statement)\\.ts$)';

/**
 * What the console shares with the vault: who may do what, the check digits and ranges of values, and
 * the audit trail's formats. Pure functions and tables, so that the page shows what holds.
 */
const PAGE_RULES =
  '(?!vault/(audit-keys|canonical-json|card-brand|iban-registry|luhn|policy|statement)\\.ts$)';
/** The published package's recogniser of tokens. */
const TOKEN_RECOGNISER = '(?!token\\.ts$)';

const onlyTypesFrom = (...folders) => onlyTypesAnd(PLAIN_DATA, folders);

const onlyTypesAnd = (data, folders) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: folders.map((folder) => ({
        regex: `(^|/)\\.\\./(.*/)?${folder}/${data[folder] ?? ''}`,
        allowTypeImports: true,
        message: `Only types may be imported from ${folder}/.`,
      })),
    },
  ],
});

/** What the APPSYNC_JS runtime refuses and its own plugin does not flag. */
const RESOLVER_RULES = {
  ...GATEWAY_RULES,
  ...onlyTypesFrom('functions', 'infra', 'local', 'tools', 'client'),
  'no-console': 'error',
  'no-undef': 'error',
  'no-restricted-globals': [
    'error',
    'Date',
    'RegExp',
    'Promise',
    'Map',
    'Set',
    'process',
    'Buffer',
  ],
  'no-restricted-syntax': [
    'error',
    NO_DEFAULT_EXPORT,
    { selector: 'ThrowStatement', message: 'APPSYNC_JS has no throw: use util.error.' },
    { selector: 'NewExpression', message: 'APPSYNC_JS has no constructors.' },
  ],
};

export default tseslint.config(
  {
    ignores: [
      ...['build/', 'cdk.out/', 'coverage/', '**/generated/', '.gateway/', 'eslint.config.js'],
      // A project of its own: it compiles, under its own settings, where the package is installed.
      'examples/consumer/',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: GATEWAY_RULES,
  },
  {
    files: ['functions/**/*.ts'],
    rules: {
      ...onlyTypesFrom('resolvers', 'infra', 'local', 'tools', 'client', 'console'),
      'no-console': 'error',
    },
  },
  {
    files: ['infra/**/*.ts'],
    rules: onlyTypesFrom('functions', 'local', 'tools', 'client', 'cli', 'console'),
  },
  {
    files: ['local/**/*.ts'],
    rules: onlyTypesFrom('functions', 'infra', 'tools', 'client', 'cli', 'console'),
  },
  {
    files: ['cli/**/*.ts'],
    rules: onlyTypesAnd({ functions: TRAIL_FORMATS }, ['functions', 'infra', 'tools', 'client']),
  },
  {
    files: ['client/**/*.ts'],
    rules: onlyTypesFrom('functions', 'infra', 'local', 'tools', 'resolvers'),
  },
  {
    // Consumers: they know the gateway by its client and its endpoints.
    files: ['examples/**/*.ts'],
    rules: onlyTypesFrom('functions', 'infra', 'local', 'tools', 'resolvers', 'cli'),
  },
  {
    files: ['console/**/*.ts', 'console/**/*.tsx'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      ...onlyTypesAnd({ functions: PAGE_RULES, client: TOKEN_RECOGNISER }, [
        'functions',
        'client',
        'resolvers',
        'infra',
        'local',
        'tools',
        'cli',
      ]),
      'no-console': 'error',
      'no-restricted-globals': ['error', 'process', 'Buffer', 'localStorage', 'sessionStorage'],
    },
  },
  {
    files: ['resolvers/**/*.ts'],
    ignores: ['resolvers/pipelines.ts'],
    extends: [appsync.configs.recommended],
    rules: RESOLVER_RULES,
  },
  {
    // As those of the gateway; besides, they share but types with their function.
    files: ['examples/orders/resolvers/**/*.ts'],
    extends: [appsync.configs.recommended],
    rules: {
      ...RESOLVER_RULES,
      ...onlyTypesFrom('function', 'functions', 'infra', 'local', 'tools', 'client', 'resolvers'),
    },
  },
  {
    files: ['test/**/*.ts'],
    // A describe block is a list of cases, not a function to be understood as one.
    rules: { 'max-lines-per-function': 'off' },
  },
);
