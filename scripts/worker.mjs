import { runTypeScript } from './launch/typescript.mjs'

// `npm run worker`: runs jobs in a process separate from the app.
await runTypeScript('lib/jobs/separate-worker.ts')
