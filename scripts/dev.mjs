import { launch } from './launch/launch.mjs'

// `npm run dev`: the same, compiled as one edits.
await launch({ dev: true })
