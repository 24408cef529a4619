import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Code whose effect outlasts its test file: mocks, settings and workers, which the next file would use. */
const LASTING = /\bvi\.\w+|process\.env|globalThis|graphile_worker|\b(?:spawn|fork|startWorker|runWorker)\b/

/** Helpers of tests, which are searched like the test file that imports them. */
const HELPER = /from '((?:\.{1,2}|@\/test)\/[^']+)'/g

/** Helpers that set the same values for every test file. */
const HARMLESS = ['test/database/connection.ts']

/** Lists the database tests that can share processes and modules with others. */
export function findTestsThatShareProcesses(): string[] {
  return ['app', 'components', 'db', 'lib', 'test']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.db.test.ts') && !hasLastingEffect(file))
    .map((file) => file.replaceAll('\\', '/'))
}

function hasLastingEffect(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  if (LASTING.test(text)) return true
  return [...text.matchAll(HELPER)]
    .map(([, name]) => (name!.startsWith('@/') ? name!.slice(2) : join(dirname(file), name!)))
    .filter((name) => name.startsWith('test') || name.includes('.test.'))
    .map((name) => (/\.\w?[jt]s$/.test(name) && !name.endsWith('.test.ts') ? name : `${name}.ts`))
    .some((name) => !HARMLESS.includes(name) && hasLastingEffect(name, seen))
}
