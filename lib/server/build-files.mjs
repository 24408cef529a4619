import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * The build has stored its configuration. Reading that instead of next.config.ts saves a running server the compiler:
 * 55 MB. Next's own standalone server does the same.
 */
export function readBuiltConfig(dir) {
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
