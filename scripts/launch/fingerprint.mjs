import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SOURCES = [
  ...['app', 'components', 'db', 'lib', 'messages', 'public'],
  ...['next.config.ts', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'],
  'instrumentation.ts',
]

/** Tests and their helpers, which tsconfig.build.json excludes too. */
const TEST = /\.test\.[^/]+$/

/**
 * Returns two fingerprints of the files that the build depends on: `stat` (names, times, sizes) is fast; `content` is
 * compared when the times differ, since a fresh checkout changes only those.
 * @param {string} root
 * @returns {{ stat: string, content: () => string }}
 */
export function fingerprint(root) {
  const files = SOURCES.flatMap((name) => walk(root, name)).sort((a, b) => (a.path < b.path ? -1 : 1))
  const stat = createHash('sha256')
  for (const { path, mtimeMs, size } of files) stat.update(`${path}\0${mtimeMs}\0${size}\0`)
  return { stat: stat.digest('hex'), content: () => contentOf(root, files) }
}

function contentOf(root, files) {
  const content = createHash('sha256')
  for (const { path } of files) {
    const bytes = readFileSync(join(root, path))
    content.update(`${path}\0${bytes.length}\0`).update(bytes)
  }
  return content.digest('hex')
}

function walk(root, path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return [{ path, mtimeMs: found.mtimeMs, size: found.size }]
  return readdirSync(join(root, path)).flatMap((name) =>
    name.startsWith('.') || TEST.test(name) ? [] : walk(root, `${path}/${name}`),
  )
}
