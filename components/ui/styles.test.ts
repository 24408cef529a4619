import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const files = ['components', 'app'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
)
const sheets = files.filter((file) => file.endsWith('.css'))
const modules = sheets.filter((file) => file.endsWith('.module.css'))
const plainSheets = sheets.filter((file) => !modules.includes(file))
const components = files.filter((file) => file.endsWith('.tsx'))

/** Returns the selectors of a style sheet. */
function selectorsOf(file: string): string[] {
  const css = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  return [...css.matchAll(/([^{};]*)\{/g)]
    .map(([, prelude]) => prelude!.trim())
    .filter((prelude) => !/^(@|from$|to$|\d)/.test(prelude))
    .flatMap((list) => list.split(/,(?![^(]*\))/).map((selector) => selector.trim()))
}

/** Returns the names of classes in a selector or a part of one. */
function classesOf(selector: string): string[] {
  return [...selector.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name!)
}

/** Returns the class names that a selector styles: of its last part that has any, outside `:has(…)` and `:not(…)`. */
function styledClasses(selector: string): string[] {
  const parts = selector
    .replace(/:global\(([^()]*)\)/g, '$1')
    .replace(/:(has|not)\((?:[^()]|\([^()]*\))*\)/g, '')
    .split(/[\s>+~]+(?![^(]*\))/)
  return classesOf(parts.findLast((part) => classesOf(part).length) ?? '')
}

/** Returns the names of the local classes of a module. */
function localClasses(file: string): Set<string> {
  return new Set(selectorsOf(file).flatMap((text) => classesOf(text.replace(/:global\([^)]*\)/g, ''))))
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
        : [...source.matchAll(new RegExp(`(?<![/-])\\b${name}\\.(\\w+)`, 'g'))].map(([, used]) => used!)
      return names.map((used) => `${module}: ${used}`)
    })
  })
  return new Set(used)
}

describe('style sheets', () => {
  const plain = new Map<string, Set<string>>()
  for (const file of plainSheets)
    for (const name of selectorsOf(file).flatMap(styledClasses))
      plain.set(name, (plain.get(name) ?? new Set()).add(file))

  it('allows plain style sheets only for primitives, page layout, tokens and lanes', () => {
    expect(plainSheets.toSorted()).toEqual([
      'app/globals.css',
      'components/calendar/lanes.css',
      'components/ui/layout.css',
      'components/ui/ui.css',
    ])
  })

  it('styles each plain class in one file only', () => {
    const shared = [...plain].filter(([, files]) => files.size > 1).map(([name]) => name)
    const inModules = modules.flatMap((file) =>
      selectorsOf(file)
        .filter((selector) => selector.includes(':global'))
        .filter((selector) => styledClasses(selector).some((name) => !localClasses(file).has(name)))
        .map((selector) => `${file}: ${selector}`),
    )
    expect([...shared, ...inModules]).toEqual([])
  })

  it('defines every plain class that components use', () => {
    const used = components.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/className="([^"]*)"/g)].flatMap(([, names]) =>
        names!.split(' ').map((name) => `${file}: ${name}`),
      ),
    )
    expect(used.filter((name) => !plain.has(name.split(': ')[1]!))).toEqual([])
  })
})

// TypeScript knows the classes of a module as any string.
describe('CSS modules', () => {
  const used = usedClasses()
  const defined = new Set(
    modules.flatMap((file) => [...localClasses(file)].map((name) => `${file}: ${name}`)),
  )

  it('defines every module class that components use', () => {
    expect([...used].filter((name) => !defined.has(name))).toEqual([])
  })

  it('contains no module class that no component uses', () => {
    expect([...defined].filter((name) => !used.has(name))).toEqual([])
  })
})
