import { runTypeScript } from './launch/typescript.mjs'

// `npm run admin -- <command>`: what an operator does by hand; the app may be running.
await runTypeScript('lib/jobs/admin.ts', process.argv.slice(2))
