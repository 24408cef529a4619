import { runTypeScript } from './launch/typescript.mjs'

// `npm run worker`: the jobs apart from the app, for installations with several processes.
await runTypeScript('lib/jobs/apart.ts')
