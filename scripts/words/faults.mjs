import { readdirSync, readFileSync } from 'node:fs'
import { faultsOf, flatten } from './messages.mjs'
import { namespaceFaults } from './namespaces.mjs'
import { usesIn } from './uses.mjs'

/** Language that the others are translated from. */
const ORIGINAL = 'en'

/**
 * Returns the faults of the messages and of their uses in the program in this folder, by file.
 * @returns {Map<string, string[]>}
 */
export function faultsByFile(folder = '.') {
  const languages = readdirSync(`${folder}/messages`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const original = namespacesIn(folder, ORIGINAL)
  const faults = new Map()
  const add = (file, found) => found.length && faults.set(file, [...(faults.get(file) ?? []), ...found])
  for (const language of languages) {
    const translated = namespacesIn(folder, language)
    for (const name of new Set([...original.keys(), ...translated.keys()]))
      add(
        `messages/${language}/${name}.json`,
        faultsOf(language, translated.get(name) ?? new Map(), original.get(name) ?? new Map()),
      )
  }
  const sources = sourcesIn(folder)
  const texts = [...original].flatMap(([name, keys]) =>
    [...keys].map(([key, text]) => [`${name}.${key}`, text]),
  )
  const { unused, unresolved } = compareKeys(new Map(texts), usesIn(sources))
  for (const key of unused)
    add(`messages/${ORIGINAL}/${key.split('.')[0]}.json`, [`has ${key}, which nothing uses`])
  for (const { file, line, pattern } of unresolved)
    add(`${file}:${line}`, [
      pattern
        ? `uses ${pattern.replaceAll('\\', '')}, which messages/${ORIGINAL} lacks`
        : 'uses a key that cannot be determined: write it in the call',
    ])
  for (const { file, fault } of namespaceFaults(sources)) add(file, [fault])
  return faults
}

/** Reads the messages of a language by namespace and key. @returns {Map<string, Map<string, string>>} */
function namespacesIn(folder, language) {
  const files = readdirSync(`${folder}/messages/${language}`).filter((name) => name.endsWith('.json'))
  return new Map(
    files.map((name) => [
      name.slice(0, -'.json'.length),
      flatten(JSON.parse(readFileSync(`${folder}/messages/${language}/${name}`, 'utf8'))),
    ]),
  )
}

/** Returns keys that are not used, and uses for which no key exists. */
export function compareKeys(original, uses) {
  const keys = [...original.keys()]
  const used = new Set()
  const unresolved = uses.filter(({ pattern }) => {
    if (pattern === undefined) return true
    const expression = new RegExp(`^${pattern}$`)
    const matches = keys.filter((key) => expression.test(key))
    for (const key of matches) used.add(key)
    return !matches.length
  })
  return { unused: keys.filter((key) => !used.has(key)), unresolved }
}

function sourcesIn(folder) {
  const files = ['app', 'components', 'lib'].flatMap((part) =>
    readdirSync(`${folder}/${part}`, { recursive: true }).map((name) => `${part}/${name}`),
  )
  return new Map(
    files
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\./.test(file))
      .map((file) => [file, readFileSync(`${folder}/${file}`, 'utf8')]),
  )
}
