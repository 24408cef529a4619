import { runTypeScript } from './launch/typescript.mjs'

// `npm run admin -- <command>`: what an operator does by hand; the app may be running.
const [verb] = process.argv.slice(2)
if (verb === 'backup' || verb === 'restore') {
  process.argv.splice(2, 1)
  await import(`./${verb}.mjs`)
} else await runTypeScript('lib/jobs/admin.ts', process.argv.slice(2))
