import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Code whose effect outlasts its test file: mocks, workers, and the environment as a whole. */
const LASTING = /\bvi\.\w+|process\.env\b(?!\.)|globalThis|\b(?:spawn|fork|startWorker|runWorker)\b/

/** Single settings. They are restored for database tests only (fresh-database.ts). */
const SETTING = /process\.env/

/** Settings that a helper sets when it is loaded, which happens once in a process. */
const SETTING_OF_HELPER = /^process\.env/m

/** Helpers of tests, which are searched like the test file that imports them. */
const HELPER = /from '((?:\.{1,2}|@\/test)\/[^']+)'/g

/** Helpers that set the same values for every test file. */
const HARMLESS = ['test/database/connection.ts']

/** Lists the tests with this ending that can share processes and modules with others. */
export function findTestsThatShareProcesses(folders: readonly string[], ending: string): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith(ending) && !hasLastingEffect(file, file.endsWith('.db.test.ts')))
    .map((file) => file.replaceAll('\\', '/'))
}

function hasLastingEffect(file: string, isDatabaseTest: boolean, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  const setting = !isDatabaseTest ? SETTING : file.endsWith('.db.test.ts') ? undefined : SETTING_OF_HELPER
  if (LASTING.test(text) || setting?.test(text)) return true
  return [...text.matchAll(HELPER)]
    .map(([, name]) => (name!.startsWith('@/') ? name!.slice(2) : join(dirname(file), name!)))
    .filter((name) => name.startsWith('test') || name.includes('.test.'))
    .map((name) => (/\.\w?[jt]s$/.test(name) && !name.endsWith('.test.ts') ? name : `${name}.ts`))
    .some((name) => !HARMLESS.includes(name) && hasLastingEffect(name, isDatabaseTest, seen))
}
