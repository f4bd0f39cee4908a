import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real servers are started when a test first asks for one.
    globalSetup: ['test/servers/global-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // Two cores is what CI has; more workers only fight for them.
    maxWorkers: 2,
    reporters: process.env.CI ? ['default'] : ['dot'],
  },
});
