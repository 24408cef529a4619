import { parse, TYPE } from '@formatjs/icu-messageformat-parser'

/** Flattens messages to texts by key. @returns {Map<string, string>} */
export function flatten(catalogue, prefix = '') {
  const texts = Object.entries(catalogue).flatMap(([name, value]) =>
    typeof value === 'string' ? [[prefix + name, value]] : [...flatten(value, `${prefix}${name}.`)],
  )
  return new Map(texts)
}

/** Compares the messages of a language with those of the source language and returns the faults. */
export function faultsOf(language, texts, original) {
  const faults = []
  for (const [key, text] of original)
    if (!texts.has(key)) faults.push(`lacks ${key} = ${JSON.stringify(text)}`)
  for (const [key, text] of texts) {
    if (!original.has(key)) {
      faults.push(`has ${key}, which English lacks`)
      continue
    }
    try {
      const translated = partsOf(text)
      const expected = partsOf(original.get(key)).names
      const missing = [...expected].filter((name) => !translated.names.has(name))
      const unknown = [...translated.names].filter((name) => !expected.has(name))
      if (missing.length) faults.push(`${key} lacks ${missing.join(', ')}`)
      if (unknown.length) faults.push(`${key} uses ${unknown.join(', ')}, which English does not use`)
      for (const plural of translated.plurals)
        faults.push(...pluralFaults(language, plural).map((fault) => `${key} ${fault}`))
      if (!text.trim()) faults.push(`${key} is empty`)
    } catch (error) {
      faults.push(`${key} cannot be read: ${error.message}`)
    }
  }
  return faults
}

/** Returns the arguments of a message (`{name}`, `<tag>`, cases of a select) and its plurals. */
function partsOf(text) {
  const names = new Set()
  const plurals = []
  const visit = (elements) => {
    for (const element of elements) {
      const { type, value, options, children } = element
      if (type === TYPE.literal || type === TYPE.pound) continue
      names.add(type === TYPE.tag ? `<${value}>` : `{${value}}`)
      if (type === TYPE.plural) plurals.push(element)
      if (type === TYPE.select) for (const choice of Object.keys(options)) names.add(`{${value}} = ${choice}`)
      if (options) for (const option of Object.values(options)) visit(option.value)
      if (children) visit(children)
    }
  }
  visit(parse(text))
  return { names, plurals }
}

/** Checks that a plural has a case for each category of its language and no other. */
function pluralFaults(language, { value, pluralType, options }) {
  const rules = new Intl.PluralRules(language, { type: pluralType })
  const { pluralCategories } = rules.resolvedOptions()
  const givenCategories = Object.keys(options)
  const missing = pluralCategories.filter(
    (category) => !givenCategories.includes(category) && !isNumbered(rules, category, givenCategories),
  )
  const superfluous = givenCategories.filter(
    (name) => !name.startsWith('=') && !pluralCategories.includes(name),
  )
  return [
    ...missing.map((category) => `has no text for {${value}} = ${category}`),
    ...superfluous.map(
      (category) => `has a text for {${value}} = ${category}, which is no plural category of ${language}`,
    ),
  ]
}

/** Returns whether exact cases cover a category: `=1` where only 1 is `one`. */
function isNumbered(rules, category, givenCategories) {
  const met = Array.from({ length: 200 }, (_, n) => n).filter((n) => rules.select(n) === category)
  return met.every((n) => givenCategories.includes(`=${n}`))
}
