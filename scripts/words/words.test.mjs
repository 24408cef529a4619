import { describe, expect, it } from 'vitest'
import { compareKeys } from './faults.mjs'
import { faultsOf, flatten } from './messages.mjs'
import { usesIn } from './uses.mjs'

const faults = (language, translation, original) =>
  faultsOf(language, flatten({ a: { text: translation } }), flatten({ a: { text: original } }))

describe('faultsOf', () => {
  it('reports missing messages with their text, and superfluous ones', () => {
    const original = flatten({ a: { one: 'One', two: 'Two' } })
    expect(faultsOf('de', flatten({ a: { one: 'Eins', three: 'Drei' } }), original)).toEqual([
      'lacks a.two = "Two"',
      'has a.three, which English lacks',
    ])
  })

  it.each([
    ['Von {name}', 'By {name}', []],
    ['Von', 'By {name}', ['a.text lacks {name}']],
    ['Von {nam}', 'By {name}', ['lacks {name}', 'uses {nam}']],
    ['Von <b>{name}</b>', 'By {name}', ['uses <b>']],
    ['{a, select, x {X} other {}}', '{a, select, x {X} y {Y} other {}}', ['lacks {a} = y']],
    ['{n, plural, other {# Tage}}', '{n, plural, one {# day} other {# days}}', ['no text for {n} = one']],
    ['{n, plural, =1 {Tag} other {# Tage}}', '{n, plural, one {# day} other {# days}}', []],
    ['{n, plural, one {} few {} other {}}', '{n, plural, one {} other {}}', ['text for {n} = few']],
    ['Von {name', 'By {name}', ['cannot be read']],
    [' ', 'By', ['is empty']],
  ])('reports for “%s”, a translation of “%s”, the problems %j', (translation, original, expected) => {
    const found = faults('de', translation, original)
    expect(found).toHaveLength(expected.length)
    for (const [index, part] of expected.entries()) expect(found[index]).toContain(part)
  })

  it('requires every plural category of a language', () => {
    const english = '{who, select, me {{n, plural, one {# day} other {# days}}} other {}}'
    const arabic = (plural) => `{who, select, me {{n, plural, ${plural}}} other {}}`
    const missing = (plural) => faults('ar', arabic(plural), english).map((fault) => fault.split(' = ')[1])
    expect(missing('zero {} one {} two {} few {} many {} other {}')).toEqual([])
    expect(missing('=0 {} =1 {} =2 {} few {} many {} other {}')).toEqual([])
    expect(missing('one {} other {}')).toEqual(['few', 'many', 'two', 'zero'].sort())
    expect(faults('en', '{n, selectordinal, one {#st} other {#th}}', '{n}').join()).toMatch(/few.*two/)
  })
})

describe('usesIn', () => {
  const keys = ['a.plain', 'a.b.one', 'a.b.two', 'a.c.one', 'b.plain']
  const used = (code, more = {}) => {
    const uses = usesIn(new Map([['x.tsx', code], ...Object.entries(more)]))
    const { unused, unresolved } = compareKeys(new Map(keys.map((key) => [key, ''])), uses)
    return {
      used: keys.filter((key) => !unused.includes(key)).join(' '),
      unresolved: unresolved.map(({ line, pattern }) => `${line} ${pattern ?? '?'}`).join(' '),
    }
  }

  it.each([
    ["const t = useTranslations('a'); t('plain')", 'a.plain'],
    ["const t = await getTranslations({ locale, namespace: 'a' }); t('plain')", 'a.plain'],
    ["const t = useTranslations(); t('a.plain')", 'a.plain'],
    ["const t = useTranslations('a.b'); t.rich('one', {})", 'a.b.one'],
    [`const t = useTranslations('a'); t(\`b.\${x}\`)`, 'a.b.one a.b.two'],
    [`const t = useTranslations('a'); t(\`\${x ? 'b' : 'c'}.one\`)`, 'a.b.one a.c.one'],
    ["const t = useTranslations('a'); t(x ? 'plain' : 'b.one')", 'a.plain a.b.one'],
    ["const t = useTranslations('a'); const key = x ?? 'plain'; t(key)", ''],
    [
      "const t = useTranslations('a'); const ALL = ['plain', 'b.one'] as const; t(ALL.find(f) ?? 'b.two')",
      'a.plain a.b.one a.b.two',
    ],
    ["const t = useTranslations('a'); (['plain'] as const).map((one) => t(one))", 'a.plain'],
    ["const t = useTranslations('a'); ([['plain', 1]] as const).map(([one]) => <p>{t(one)}</p>)", 'a.plain'],
    [
      "const t = useTranslations('a'); const NAMES = { x: 'plain', y: 'b.one' } as const; t(NAMES[x])",
      'a.plain a.b.one',
    ],
    ["const [t, u] = await Promise.all([getTranslations('a'), getTranslations('b')]); t('plain')", 'a.plain'],
    ["function f(t: ReturnType<typeof useTranslations<'a'>>) { t('plain') }", 'a.plain'],
    [
      "type T = ReturnType<typeof useTranslations<'a'>>; class A { constructor(private readonly t: T) {} f() { this.t('plain'); const { t } = this; t('b.one') } }",
      'a.plain a.b.one',
    ],
    [
      "const t = useTranslations('a'); function f() { const t = useTranslations('b'); t('plain') }",
      'b.plain',
    ],
    ["const other = f(); other('plain')", ''],
    [
      "interface ChangeContext { t: T } type T = ReturnType<typeof useTranslations<'a'>>; const f = ({ t }: ChangeContext) => t('plain')",
      'a.plain',
    ],
    [
      "interface ChangeContext { t: ReturnType<typeof useTranslations<'a'>> }; const f = ({ context }: { context: ChangeContext }) => context.t('plain')",
      'a.plain',
    ],
    [
      "interface ChangeContext { t: ReturnType<typeof useTranslations<'a'>> }; function f(all: ChangeContext) { const { t: words } = all; words('plain') }",
      'a.plain',
    ],
    [
      "interface ChangeContext { t: ReturnType<typeof useTranslations<'a'>> }; const f = (t: ChangeContext['t']) => t('plain')",
      'a.plain',
    ],
    ["interface ChangeContext { size: number }; const f = ({ t }: ChangeContext) => t('plain')", ''],
    [
      "const t = useTranslations('a'); t(chosen(x)); function chosen(x) { if (x) return 'plain'; run(() => { return 'b.two' }); return 'b.one' }",
      'a.plain a.b.one',
    ],
    [`const t = useTranslations('a'); t(\`b.\${one()}\`); const one = () => 'one'`, 'a.b.one'],
  ])('finds the keys that are used in %s', (code, expected) => {
    expect(used(code).used).toBe(expected)
  })

  it('resolves a type alias of another file', () => {
    const words = { 'words.ts': "export type Words = ReturnType<typeof useTranslations<'a'>>" }
    expect(used("const f = (t: Words) => t('plain')", words).used).toBe('a.plain')
  })

  it('resolves a part of an interface and an intersection of types', () => {
    const words = {
      'words.ts': "interface Props { t: ReturnType<typeof useTranslations<'a'>>; x: string }",
    }
    expect(used("const f = ({ t }: Pick<Props, 't'> & { y: 1 }) => t('plain')", words).used).toBe('a.plain')
  })

  it('prefers a file’s own type to another with the same name', () => {
    const words = { 'other.ts': "type Words = ReturnType<typeof useTranslations<'b'>>" }
    const code = "type Words = ReturnType<typeof useTranslations<'a'>>; const f = (t: Words) => t('plain')"
    expect(used(code, words).used).toBe('a.plain')
  })

  it('reports a key that is chosen by a function of another file', () => {
    expect(used("const t = useTranslations('a')\nt(chosen())").unresolved).toBe('2 ?')
  })

  it('reports unknown keys and keys that cannot be determined', () => {
    const code = "// é\nconst t = useTranslations('a')\nt('gone')\nt(x)"
    expect(used(code).unresolved).toBe('3 a\\.gone 4 ?')
  })
})
