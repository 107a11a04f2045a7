/** @jest-config-loader esbuild-register */
import { availableParallelism } from 'node:os'
import type { Config } from 'jest'

// Tests run as native ES modules, so modules load in the order production loads them and no allow-list of
// ESM-only packages is needed. swc compiles and does not check: types are checked by `npm run check`.
const common: Config = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
}

const config: Config = {
  coverageProvider: 'v8',
  // Here and not in a project, where it has no effect.
  testTimeout: 30_000,
  globalSetup: '<rootDir>/scripts/jest-setup.mjs',
  // One more than there are cores: a test often waits for a database or for another process.
  maxWorkers: Math.min(4, availableParallelism() + 1),
  projects: [
    { ...common, displayName: 'server', rootDir: 'packages/server', testMatch: ['<rootDir>/src/**/*.test.ts'] },
    { ...common, displayName: 'sdk', rootDir: 'packages/sdk', testMatch: ['<rootDir>/src/**/*.test.ts'] },
    { ...common, displayName: 'cli', rootDir: 'packages/cli', testMatch: ['<rootDir>/src/**/*.test.ts'] },
  ],
}

export default config
