import { launch } from './launch/launch.mjs'

// `npm start`: everything from a bare checkout to a running Kinday.
await launch()
