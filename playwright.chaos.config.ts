import { defineConfig } from '@playwright/test'
import base from './playwright.config'

/** Tests that kill servers and databases: `npm run chaos`. One at a time, without retries. */
export default defineConfig({ ...base, testDir: 'e2e/chaos', testIgnore: [], workers: 1, retries: 0 })
