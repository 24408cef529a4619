import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SOURCES = [
  ...['app', 'components', 'db', 'lib', 'messages', 'public'],
  ...['next.config.ts', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'],
  'instrumentation.ts',
]

/** Tests and their helpers, which tsconfig.build.json leaves out too. */
const TEST = /\.test\.[^/]+$/

/**
 * What the build depends on, in two prints: `stat` (names, times and sizes) is quick; `content` is asked for when the
 * times differ, since a fresh checkout changes all of them and nothing else.
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
