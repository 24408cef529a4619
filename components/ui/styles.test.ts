import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const files = ['components', 'app'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
)
const modules = files.filter((file) => file.endsWith('.module.css'))
const components = files.filter((file) => file.endsWith('.tsx'))

/** Returns the names of the local classes of a module: selectors without declarations, comments and `:global(…)`. */
function localClasses(file: string): Set<string> {
  const css = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|:global\([^)]*\)/g, '')
  const selectors = [...css.matchAll(/([^{};]*)\{/g)].map(([, selector]) => selector!)
  return new Set(selectors.flatMap((text) => [...text.matchAll(/\.([a-z]\w*)/gi)].map(([, name]) => name!)))
}

/** Returns `file: class` for every class of a module that components use. */
function usedClasses(): Set<string> {
  const used = components.flatMap((file) => {
    const source = readFileSync(file, 'utf8')
    return [...source.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)].flatMap(([, name, path]) => {
      const module = path!.startsWith('@/') ? path!.slice(2) : join(dirname(file), path!)
      const isDynamic = source.includes(`${name}[`)
      const names = isDynamic
        ? [...localClasses(module)]
        : [...source.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, used]) => used!)
      return names.map((used) => `${module}: ${used}`)
    })
  })
  return new Set(used)
}

// TypeScript knows the classes of a module as any string.
describe('CSS modules', () => {
  const used = usedClasses()
  const defined = new Set(
    modules.flatMap((file) => [...localClasses(file)].map((name) => `${file}: ${name}`)),
  )

  it('finds every class that components use in their CSS modules', () => {
    expect([...used].filter((name) => !defined.has(name))).toEqual([])
  })

  it('finds no unused class in CSS modules', () => {
    expect([...defined].filter((name) => !used.has(name))).toEqual([])
  })

  it('rejects CSS modules that style global classes outside a class of their own', () => {
    const foreign = modules.flatMap((file) => {
      const css = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
      const selectors = [...css.matchAll(/(?:^|[{};])([^@{};]*:global\([^{};]*)\{/g)].flatMap(([, text]) =>
        text!.split(/,(?![^(]*\))/),
      )
      return selectors
        .filter((text) => !/\.[a-z]/i.test(text.replace(/:global\([^)]*\)/g, '')))
        .map((text) => `${file}: ${text.trim()}`)
    })
    expect(foreign).toEqual([])
  })
})
