import { runTypeScript } from './launch/typescript.mjs'

// `npm run admin -- <command>`: administration from the shell, also while the app runs.
const [verb] = process.argv.slice(2)
// Progress messages go to stderr: stdout is the answer of the command's process.
if (process.argv.includes('--json')) console.log = console.error
if (verb === 'backup' || verb === 'restore') {
  process.argv.splice(2, 1)
  await import(`./${verb}.mjs`)
} else await runTypeScript('lib/jobs/admin.ts', process.argv.slice(2))
