import { readdirSync, readFileSync } from 'node:fs'
import { faultsOf, flat } from './messages.mjs'
import { usesIn } from './uses.mjs'

/** The language that the others are translated from. */
const ORIGINAL = 'en'

/** What is wrong with the words of the program in this folder, by file. @returns {Map<string, string[]>} */
export function faultsByFile(folder = '.') {
  const catalogues = new Map(
    readdirSync(`${folder}/messages`)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [
        name.slice(0, -'.json'.length),
        flat(JSON.parse(readFileSync(`${folder}/messages/${name}`, 'utf8'))),
      ]),
  )
  const original = catalogues.get(ORIGINAL)
  const faults = new Map()
  const note = (file, found) => found.length && faults.set(file, [...(faults.get(file) ?? []), ...found])
  for (const [language, texts] of catalogues)
    note(`messages/${language}.json`, faultsOf(language, texts, original))
  const { unused, lost } = compared(original, usesIn(sourcesIn(folder)))
  note(
    `messages/${ORIGINAL}.json`,
    unused.map((key) => `has ${key}, which nothing uses`),
  )
  for (const { file, line, pattern } of lost)
    note(`${file}:${line}`, [
      pattern
        ? `uses ${pattern.replaceAll('\\', '')}, which messages/${ORIGINAL}.json lacks`
        : 'asks for words by a key that cannot be followed: write it where it is asked for',
    ])
  return faults
}

/** Keys that no use asks for, and uses that ask for no key. */
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
