import { runTypeScript } from './launch/typescript.mjs'

// `npm run admin -- <command>`: what an operator does by hand; the app may be running.
const [verb] = process.argv.slice(2)
// What is told on the way is no part of the answer, which another process gives.
if (process.argv.includes('--json')) console.log = console.error
if (verb === 'backup' || verb === 'restore') {
  process.argv.splice(2, 1)
  await import(`./${verb}.mjs`)
} else await runTypeScript('lib/jobs/admin.ts', process.argv.slice(2))
