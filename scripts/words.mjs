import { faultsByFile } from './words/faults.mjs'

// `npm run words`: lists missing, unused and wrong messages by file. `npm run check` runs it too.
const faults = faultsByFile()
for (const [file, found] of faults) {
  console.log(`${file}:`)
  for (const fault of found) console.log(`  ${fault}`)
}
process.exitCode = faults.size ? 1 : 0
