import { readFileSync } from 'node:fs'

/**
 * Reads a .env file: `NAME=value` lines, `#` comments, quotes around a value. `util.parseEnv` is not in Node 20.9.
 * @param {string} path
 * @returns {Record<string, string>} {} when there is no such file
 */
export function readEnvFile(path) {
  let text
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw error
  }
  const values = {}
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line)
    if (match) values[match[1]] = unquote(match[2])
  }
  return values
}

function unquote(value) {
  const quoted = /^(?:"([^"]*)"|'([^']*)'|`([^`]*)`)\s*(?:#.*)?$/.exec(value)
  if (quoted) return quoted[1]?.replaceAll('\\n', '\n') ?? quoted[2] ?? quoted[3]
  // A comment needs a space before it, since passwords may contain a #.
  return value.replace(/(^|\s+)#.*$/, '')
}
