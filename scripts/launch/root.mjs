import { fileURLToPath } from 'node:url'

/** Folder of the checkout. Relative paths in settings are relative to it, not to the working directory. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
