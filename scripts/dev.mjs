import { launch } from './launch/launch.mjs'

// `npm run dev`: like `npm start`, recompiled on each change.
await launch({ dev: true })
