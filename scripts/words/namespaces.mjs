import { posix } from 'node:path'

/**
 * Compares the namespaces that pages and {@link later} calls give to client components with those that the components
 * use. Sources are matched with regular expressions, which relies on the formatter's consistent output.
 * @param {Map<string, string>} sources text by file
 * @returns {{ file: string, fault: string }[]}
 */
export function namespaceFaults(sources) {
  const modules = new Map([...sources].map(([file, code]) => [file, parseModule(file, code, sources)]))
  const faults = new Map()
  const addFault = (file, fault) => faults.set(`${file} ${fault}`, { file, fault })
  for (const [file, { given }] of modules) {
    if (!given && !/^app\/.*\b(page|layout|not-found|error)\.tsx$/.test(file)) continue
    const used = check(file, given ?? [], false)
    for (const name of given ?? [])
      if (!used.has(name)) addFault(file, `gives messages of ${name}, which no client component uses`)
  }
  return [...faults.values()]

  /** Reports namespaces that client components reachable from a file lack, and returns those that they use. */
  function check(root, given, isClient) {
    const used = new Set()
    const seen = new Set()
    const visit = (file, inClient) => {
      const module = modules.get(file)
      const client = inClient || module?.isClient
      // A server component that provides messages itself is checked separately.
      if (!module || seen.has(`${file} ${client}`) || (file !== root && module.given && !client)) return
      seen.add(`${file} ${client}`)
      for (const name of client ? module.uses : []) {
        used.add(name)
        if (!given.includes(name)) addFault(root, `gives no messages of ${name}, which ${file} uses`)
      }
      for (const next of module.imports) visit(next, client)
      for (const { part, namespaces } of client ? module.parts : []) {
        const usedByPart = check(part, [...given, ...namespaces], true)
        for (const name of usedByPart) used.add(name)
        for (const name of namespaces)
          if (!usedByPart.has(name))
            addFault(file, `loads messages of ${name} with ${part}, which does not use them`)
      }
    }
    visit(root, isClient)
    return used
  }
}

function parseModule(file, code, sources) {
  const resolvePath = (from) => {
    const path = from.startsWith('@/') ? from.slice(2) : posix.join(posix.dirname(file), from)
    return [`${path}.ts`, `${path}.tsx`].find((name) => sources.has(name))
  }
  const matchAll = (pattern, text = code) => [...text.matchAll(pattern)]
  const strings = (text) => matchAll(/'([^']+)'/g, text).map(([, name]) => name)
  const parts = matchAll(/\blater\(\s*\(\) =>\s*import\('([^']+)'\)[^[]*\[([^\]]*)\]/g).map(
    ([, from, list]) => ({
      part: resolvePath(from),
      namespaces: strings(list),
    }),
  )
  const loaded = new Set(parts.map(({ part }) => part))
  const imports = matchAll(/^(?:import|export)\s(?!type\b)[^'"]*?from '([^']+)'|\bimport\('([^']+)'\)/gm)
    .map(([, fixed, dynamic]) => resolvePath(fixed ?? dynamic))
    .filter((name) => name && !loaded.has(name))
  const [, list] = code.match(/<ClientMessages\s+namespaces=\{([^}]*)\}/) ?? []
  const constants =
    list &&
    matchAll(/\b[A-Z_]{2,}\b/g, list).map(([name]) => code.match(`const ${name} = \\[([^\\]]*)\\]`)?.[1])
  return {
    isClient: /^'use client'/.test(code),
    uses: matchAll(/\buseTranslations\('([^'.]+)/g).map(([, name]) => name),
    given: list && [list, ...constants].flatMap(strings),
    imports,
    parts,
  }
}
