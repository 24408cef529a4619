import { readdirSync, readFileSync } from 'node:fs'
import { faultsOf, flat } from './messages.mjs'
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
  const note = (file, found) => found.length && faults.set(file, [...(faults.get(file) ?? []), ...found])
  for (const language of languages) {
    const own = namespacesIn(folder, language)
    for (const name of new Set([...original.keys(), ...own.keys()]))
      note(
        `messages/${language}/${name}.json`,
        faultsOf(language, own.get(name) ?? new Map(), original.get(name) ?? new Map()),
      )
  }
  const sources = sourcesIn(folder)
  const texts = [...original].flatMap(([name, own]) =>
    [...own].map(([key, text]) => [`${name}.${key}`, text]),
  )
  const { unused, lost } = compared(new Map(texts), usesIn(sources))
  for (const key of unused)
    note(`messages/${ORIGINAL}/${key.split('.')[0]}.json`, [`has ${key}, which nothing uses`])
  for (const { file, line, pattern } of lost)
    note(`${file}:${line}`, [
      pattern
        ? `uses ${pattern.replaceAll('\\', '')}, which messages/${ORIGINAL} lacks`
        : 'asks for words by a key that cannot be followed: write it where it is asked for',
    ])
  for (const { file, fault } of namespaceFaults(sources)) note(file, [fault])
  return faults
}

/** Reads the messages of a language by namespace and key. @returns {Map<string, Map<string, string>>} */
function namespacesIn(folder, language) {
  const files = readdirSync(`${folder}/messages/${language}`).filter((name) => name.endsWith('.json'))
  return new Map(
    files.map((name) => [
      name.slice(0, -'.json'.length),
      flat(JSON.parse(readFileSync(`${folder}/messages/${language}/${name}`, 'utf8'))),
    ]),
  )
}

/** Returns keys that are not used, and uses without a key. */
export function compared(original, uses) {
  const keys = [...original.keys()]
  const used = new Set()
  const lost = uses.filter(({ pattern }) => {
    if (pattern === undefined) return true
    const asked = new RegExp(`^${pattern}$`)
    const met = keys.filter((key) => asked.test(key))
    for (const key of met) used.add(key)
    return !met.length
  })
  return { unused: keys.filter((key) => !used.has(key)), lost }
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
