import { faultsByFile } from './words/faults.mjs'

// `npm run words`: what is missing, unused or wrong in messages/<language>/<namespace>.json, file by file. The check runs it too.
const faults = faultsByFile()
for (const [file, found] of faults) {
  console.log(`${file}:`)
  for (const fault of found) console.log(`  ${fault}`)
}
process.exitCode = faults.size ? 1 : 0
