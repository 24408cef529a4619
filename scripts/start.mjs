import { launch } from './launch/launch.mjs'

// `npm start`: installs, migrates, builds and serves, from a bare checkout.
await launch()
