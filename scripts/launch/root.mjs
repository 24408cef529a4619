import { fileURLToPath } from 'node:url'

/** The folder of the checkout: what is relative in the settings is relative to it, wherever one stands. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
