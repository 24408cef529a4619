import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Applies the configuration stored by the build, as Next's standalone server does. Loading next.config.ts instead would
 * load the compiler, which takes 55 MB.
 */
export function applyBuiltConfig(dir) {
  const file = path.join(buildFolder(dir), 'required-server-files.json')
  if (!existsSync(file)) return
  const { config } = JSON.parse(readFileSync(file, 'utf8'))
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG ??= JSON.stringify(config)
}

export function buildFolder(dir) {
  return path.join(dir, process.env.NEXT_DIST_DIR ?? '.next')
}

export function publicFiles(folder) {
  try {
    return new Set(
      readdirSync(folder, { recursive: true }).map((name) => `/${name.split(path.sep).join('/')}`),
    )
  } catch {
    return new Set()
  }
}

/**
 * Returns the hashes of the inline scripts of a page that the build has rendered, for its Content Security Policy; null
 * if there is no such page, as in development.
 */
export function inlineScriptHashes(folder, page) {
  const file = path.join(folder, 'server', 'app', `${page}.html`)
  if (!existsSync(file)) return null
  const scripts = readFileSync(file, 'utf8').matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)
  const hash = (text) => createHash('sha256').update(text).digest('base64')
  return [...new Set([...scripts].map(([, text]) => `'sha256-${hash(text)}'`))]
}
