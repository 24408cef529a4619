import { describe, expect, it } from 'vitest'
import { namespaceFaults } from './namespaces.mjs'

const CLIENT = "'use client'\n"

const faults = (sources) =>
  namespaceFaults(new Map(Object.entries(sources))).map(({ file, fault }) => `${file} ${fault}`)

const page = (namespaces, from = '@/components/part') =>
  `import { Part } from '${from}'\n<ClientMessages namespaces={${namespaces}}><Part /></ClientMessages>`

describe('namespaceFaults', () => {
  it('reports a namespace that a page does not give to a client component', () => {
    const sources = {
      'app/page.tsx': page("['a']"),
      'components/part.tsx': `${CLIENT}import './other'\nimport { b } from './below'\nuseTranslations('a')`,
      'components/below.ts': "useTranslations('b.c')",
    }
    expect(faults(sources)).toEqual(['app/page.tsx gives no messages of b, which components/below.ts uses'])
    expect(faults({ ...sources, 'app/page.tsx': page("['a', 'b']") })).toEqual([])
  })

  it('reports a namespace that a page gives although no client component uses it', () => {
    const sources = {
      'app/page.tsx': `const MORE = ['b'] as const\n${page("['a', ...(x ? MORE : [])]")}`,
      'components/part.tsx': `${CLIENT}useTranslations('a')`,
    }
    expect(faults(sources)).toEqual(['app/page.tsx gives messages of b, which no client component uses'])
  })

  it('ignores server components and components that provide messages themselves', () => {
    const sources = {
      'app/page.tsx': page("['a']"),
      'components/part.tsx':
        "import { Own } from './own'\nimport { A } from './client'\nuseTranslations('b')",
      'components/own.tsx': page("['b']", './b'),
      'components/b.tsx': `${CLIENT}useTranslations('b')`,
      'components/client.tsx': `${CLIENT}useTranslations('a')`,
    }
    expect(faults(sources)).toEqual([])
  })

  it('reports client components with messages on a page that provides none', () => {
    const sources = {
      'app/page.tsx': "import { Part } from '@/components/part'",
      'components/part.tsx': `${CLIENT}useTranslations('a')`,
    }
    expect(faults(sources)).toEqual(['app/page.tsx gives no messages of a, which components/part.tsx uses'])
  })

  it('counts the namespaces of the page and of `later` for a component that is loaded later', () => {
    const sources = {
      'app/page.tsx': page("['a']"),
      'components/part.tsx': `${CLIENT}const Dialog = later(() => import('./dialog').then((all) => all.Dialog), ['b'])`,
      'components/dialog.tsx': `${CLIENT}useTranslations('a')\nuseTranslations('b')`,
    }
    expect(faults(sources)).toEqual([])
    const changedSources = {
      ...sources,
      'components/dialog.tsx': `${CLIENT}useTranslations('a')\nuseTranslations('c')`,
    }
    expect(faults(changedSources)).toEqual([
      'components/dialog.tsx gives no messages of c, which components/dialog.tsx uses',
      'components/part.tsx loads messages of b with components/dialog.tsx, which does not use them',
    ])
  })
})
